import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  audited,
  loginIsEnough,
  loginRequired,
  post,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { Invalid } from "../../templates/typescript/src/runtime/errors.ts";
import { View } from "../../templates/typescript/src/runtime/view.ts";
import { AuditEntry } from "../../templates/typescript/src/database/tables.ts";
import type { Step } from "../../templates/typescript/src/dispatch/call.ts";
import { ShelfPage } from "../fixtures/runtime-stub/src/shelf-pages.tsx";
import { Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import type { Answer } from "../../templates/typescript/src/runtime/answer.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Whatever a body does: what is not kept is never written down as allowed.

/** Each inserts a shelf, and then something of its own happens. */
@loginRequired
class BodyView extends View {
  @post("/bodies/does/")
  @loginIsEnough()
  @audited()
  async does() {
    await this.insert();
    return this.done("Done.");
  }

  @post("/bodies/refuses/")
  @loginIsEnough()
  @audited()
  async refuses() {
    await this.insert();
    return this.refuse("Too few.");
  }

  @post("/bodies/forbids/")
  @loginIsEnough()
  @audited()
  async forbids() {
    await this.insert();
    return this.refuse("Permission denied", 403);
  }

  @post("/bodies/denies/")
  @loginIsEnough()
  @audited()
  async denies(): Promise<Answer> {
    await this.insert();
    return this.denied();
  }

  @post("/bodies/shows/")
  @loginIsEnough()
  @audited()
  async shows() {
    await this.insert();
    return this.render(ShelfPage, { name: "wrong" }, 422);
  }

  @post("/bodies/throws/")
  @loginIsEnough()
  @audited()
  async throws(): Promise<Answer> {
    await this.insert();
    throw new Invalid("Not like this.");
  }

  @post("/bodies/breaks/")
  @loginIsEnough()
  @audited()
  async breaks(): Promise<Answer> {
    await this.insert();
    throw new Error("a defect");
  }

  @post("/bodies/swallows/")
  @loginIsEnough()
  @audited()
  async swallows() {
    await this.insert();
    await this.db
      .insert(Shelf)
      .values({ name: null as never })
      .catch(() => {});
    return this.done("Done.");
  }

  private async insert() {
    await this.db.insert(Shelf).values({ name: "written" });
  }
}

const steps: [door: string, step: Step][] = [];
let stub: StubApp;
let session: Awaited<ReturnType<StubApp["login"]>>;
beforeAll(async () => {
  const watch = (door: string, step: Step) => void steps.push([door, step]);
  stub = await startStubApp({ views: [BodyView], watch });
  session = await stub.login();
});
afterAll(() => stub.close());

beforeEach(async () => {
  steps.length = 0;
  await stub.database.db.delete(AuditEntry);
  await stub.database.db.delete(Shelf);
});

const BODIES: [name: string, status: number, outcomes: string[], step: Step][] = [
  ["does", 303, ["allowed"], "done"],
  ["refuses", 409, ["refused"], "refused"],
  ["forbids", 403, ["refused"], "refused"],
  ["denies", 403, ["denied"], "refused"],
  ["shows", 422, ["refused"], "refused"],
  ["throws", 422, ["refused"], "refused"],
  ["breaks", 500, [], "refused"],
  ["swallows", 500, [], "done"],
];

it.each(BODIES)(
  "a body that %s is written down as what became of it",
  async (name, status, outcomes, step) => {
    const { app, database } = stub;
    const answer = await app.inject({
      method: "POST",
      url: `/bodies/${name}/`,
      payload: new URLSearchParams({ _csrf: session.csrfToken }).toString(),
      headers: { cookie: session.cookie, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(answer.statusCode).toBe(status);
    const entries = await database.db.select().from(AuditEntry);
    expect(entries.map(({ outcome }) => outcome)).toEqual(outcomes);
    const kept = await database.db.select().from(Shelf);
    expect(kept).toHaveLength(outcomes.includes("allowed") ? 1 : 0);
    // To whoever watches the guard has passed all the same, and the body has begun.
    const door = `post /bodies/${name}/`;
    expect(new Set(steps.map(([where]) => where))).toEqual(new Set([door]));
    expect(new Set(steps.map(([, what]) => what))).toEqual(new Set(["passed", "entered", step]));
  },
);
