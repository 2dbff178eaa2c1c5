import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { watchEffect } from "./support/effects.ts";
import { fillInput, lacksChoice } from "./support/inputs.ts";
import {
  allowedVisitor,
  apps,
  type AppMatrix,
  type Endpoint,
  type Visitor,
  visitorNamed,
} from "./support/matrix.ts";
import type { Person, PersonOptions } from "./support/people.ts";
import { fillPath, rowIn, rowTying, type Scene, setScene } from "./support/rows.ts";
import { connect } from "./support/socket.ts";
import { situate } from "./support/situations.ts";
import { openStage, type Stage } from "./support/stage.ts";
import type { Answer } from "./support/answers.ts";
import { arrive, formBody, knock, writes } from "./support/visit.ts";

// What stands behind the guards: tokens and origins, rate limits, the password, the audit log.

const PASSWORD = "correct horse battery staple";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const tried = apps.flatMap((app) =>
  app.endpoints.map((endpoint) => ({ app, endpoint, id: endpoint.id })),
);
const posts = tried.filter(({ endpoint }) => endpoint.method === "POST");
const sockets = tried.filter(({ endpoint }) => endpoint.method === "CONNECT");
const limited = tried.filter(({ endpoint }) => endpoint.rate_limit);
const insider: Visitor = { user: "active", grants: { all_except: [] } };
// What can be done by nobody, because nobody is offered, is tried with the matrix.
const confirmed = tried.filter(
  ({ endpoint }) => endpoint.confirm_password && !lacksChoice(endpoint, insider),
);
const closing = tried.filter(({ endpoint }) => endpoint.closed);
const audited = tried.filter(({ endpoint }) => endpoint.audit);

describe.skipIf(posts.length === 0)("a form without a valid token changes nothing", () => {
  for (const { app, endpoint, id } of posts) {
    it(id, async () => {
      const { path, person, sent } = await prepare(app, endpoint);
      const stranger = await arriveAsAllowed(app, endpoint, new Map(), {});
      const before = await stage.digest();
      for (const token of [{}, { _csrf: "forged" }, { _csrf: stranger.csrfToken }]) {
        const answer = await stage.app.inject({
          method: "POST",
          url: path,
          headers: {
            cookie: person.cookie,
            "content-type": "application/x-www-form-urlencoded",
          },
          payload: formBody({ ...sent, ...token }),
        });
        expect(answer.statusCode).toBe(403);
      }
      expect(await stage.digest()).toBe(before);
    });
  }
});

describe.skipIf(sockets.length === 0)("a socket opened by another site's page is refused", () => {
  for (const { app, endpoint, id } of sockets) {
    it(id, async () => {
      const { path, person } = await prepare(app, endpoint);
      await expect(connect(stage, path, person.cookie, "https://evil.example")).rejects.toThrow(
        "403",
      );
    });
  }
});

describe.skipIf(closing.length === 0)("a form refuses what it does not ask for", () => {
  for (const { app, endpoint, id } of closing) {
    it.each(Object.entries(endpoint.closed ?? {}))(`${id}: %s`, async (name, value) => {
      const { path, person, scene } = await prepare(app, endpoint);
      const input = { ...endpoint.input, [name]: value };
      const sent = await fillInput(stage, { ...endpoint, input }, scene);
      const before = await stage.digest();
      const answer = await knock(stage, endpoint, path, person, sent);
      expect(answer).toMatchObject({ status: 422 });
      expect(await stage.digest()).toBe(before);
    });
  }
});

describe.skipIf(limited.length === 0)("calls beyond the rate limit change nothing", () => {
  for (const { app, endpoint, id } of limited) {
    it(id, async () => {
      const first = await prepare(app, endpoint);
      const { person } = first;
      let { path, sent } = first;
      const { max_calls: maxCalls = 0 } = endpoint.rate_limit ?? {};
      for (let call = 0; call < maxCalls; call += 1) {
        const answer = await knock(stage, endpoint, path, person, sent);
        expect(isTooMany(answer), `call ${call + 1} of ${maxCalls}`).toBe(false);
        // A row that is gone is not found, and one that is otherwise closed, before anybody counts.
        if (isDeletion(endpoint)) ({ path, sent } = await placeAnew(endpoint, person));
        else await situate(stage, first.scene, endpoint.situation ?? [], person.id);
      }
      if (!isDeletion(endpoint)) sent = await fillInput(stage, endpoint, first.scene);
      const before = await stage.digest();
      expect(isTooMany(await knock(stage, endpoint, path, person, sent))).toBe(true);
      expect(await stage.digest()).toBe(before);
    });
  }
});

describe.skipIf(confirmed.length === 0)("the password is asked for first", () => {
  for (const { app, endpoint, id } of confirmed) {
    it(id, async () => {
      const options = { confirmed: false, password: PASSWORD };
      const { path, person, sent, scene } = await prepare(app, endpoint, options);
      const before = await stage.digest();
      expect(await confirm(person, "a wrong password")).toBe(422);
      expectConfirm(await knock(stage, endpoint, path, person, sent));
      expect(await stage.digest()).toBe(before);

      expect(await confirm(person, PASSWORD)).toBe(303);
      const check = await watchEffect(stage, endpoint, scene, sent, person);
      await knock(stage, endpoint, path, person, sent);
      await check();
    });
  }
});

describe.skipIf(audited.length === 0)("the audit log tells who did it, and who tried", () => {
  for (const { app, endpoint, id } of audited) {
    it(id, async () => {
      const { path, person, sent } = await prepare(app, endpoint);
      stage.passages.forget();
      const before = await stage.digest();
      await knock(stage, endpoint, path, person, sent);
      const hasRefused = stage.passages.hasRefused(endpoint);
      if (hasRefused) expect(await stage.digest(), "a refused body keeps nothing").toBe(before);
      expect(await auditOf(person, path)).toEqual([hasRefused ? "refused" : "allowed"]);
    });
  }

  const deniable = audited.filter(({ app, endpoint }) => deniedVisitor(app, endpoint));
  for (const { app, endpoint, id } of deniable) {
    it(`${id}, denied`, async () => {
      const { path, sent, scene } = await prepare(app, endpoint);
      const visitor = visitorNamed(app, deniedVisitor(app, endpoint) ?? "");
      const person = await arrive(stage, { endpoint, visitor, scene });
      await knock(stage, endpoint, path, person, sent);
      expect(await auditOf(person, path)).toEqual(["denied"]);
    });
  }
});

it("is declared only where something is written", () => {
  const declared = tried.filter(
    ({ endpoint }) => endpoint.rate_limit ?? endpoint.confirm_password ?? endpoint.audit,
  );
  expect(declared.filter(({ endpoint }) => !writes(endpoint))).toEqual([]);
});

async function prepare(app: AppMatrix, endpoint: Endpoint, options: PersonOptions = {}) {
  await stage.clear();
  const scene = await setScene(stage, endpoint);
  const person = await arriveAsAllowed(app, endpoint, scene, options);
  const sent = await fillInput(stage, endpoint, scene);
  return { scene, person, sent, path: fillPath(endpoint.path, endpoint.params, scene) };
}

/** Makes the rows once more, for somebody who is there already. */
async function placeAnew(endpoint: Endpoint, { id }: Person) {
  const scene = await setScene(stage, endpoint);
  const { member, object } = endpoint;
  if (member && object && id !== null) {
    await rowTying(stage, member, id).add(member.object, rowIn(scene, object.model).id);
  }
  await situate(stage, scene, endpoint.situation ?? [], id);
  const sent = await fillInput(stage, endpoint, scene);
  return { sent, path: fillPath(endpoint.path, endpoint.params, scene) };
}

const isDeletion = ({ method, effect }: Endpoint) => method === "POST" && effect?.kind === "delete";

function arriveAsAllowed(app: AppMatrix, endpoint: Endpoint, scene: Scene, options: PersonOptions) {
  const visitor = allowedVisitor(app, endpoint);
  const alone = { ...endpoint, member: undefined, situation: undefined };
  const tied = scene.size > 0 ? endpoint : alone;
  return arrive(stage, { endpoint: tied as Endpoint, visitor, scene }, options);
}

function deniedVisitor(app: AppMatrix, { expect: outcomes }: Endpoint): string | undefined {
  return outcomes.denied?.find((name) => {
    const { user, meanwhile } = visitorNamed(app, name);
    return user === "active" && meanwhile === undefined;
  });
}

function isTooMany({ status, frame }: Answer): boolean {
  if (status === 429) return true;
  return (
    frame !== undefined && "error" in frame && (frame.error ?? "").startsWith("Too many calls")
  );
}

function expectConfirm({ status, location, frame }: Answer): void {
  expect(location).toMatch(/^\/confirm-password\//);
  if (frame) expect(frame).toMatchObject({ type: "confirm" });
  else expect(status).toBe(303);
}

async function confirm({ cookie, csrfToken }: Person, password: string): Promise<number> {
  const answer = await stage.app.inject({
    method: "POST",
    url: "/confirm-password/",
    headers: { cookie, "content-type": "application/x-www-form-urlencoded" },
    payload: formBody({ password, _csrf: csrfToken }),
  });
  return answer.statusCode;
}

async function auditOf({ id }: Person, target: string): Promise<string[]> {
  const { user_id, target: where } = auth.AuditEntry;
  const entries = await stage.db
    .select()
    .from(auth.AuditEntry)
    .where(and(eq(user_id, id ?? 0), eq(where, target)));
  return entries.map(({ outcome }) => outcome);
}
