import { parse } from "node-html-parser";
import { expect } from "vitest";
import { STALE } from "#dispatch/csrf";
import { watchEffect } from "./effects.ts";
import { fillInput, lacksChoice } from "./inputs.ts";
import {
  type Endpoint,
  endpoints,
  type Outcome,
  project,
  type Situation,
  type Visitor,
} from "./matrix.ts";
import { interrupt, invite, type Person, type PersonOptions } from "./people.ts";
import { fillPath, isForm, makeRow, rowIn, rowTying, type Scene } from "./rows.ts";
import { situate } from "./situations.ts";
import { connect, type Frame } from "./socket.ts";
import type { Stage } from "./stage.ts";

/** How the runtime begins to say that something unexpected went wrong. */
const DEFECT = "Something went wrong on our side";

/** What came back, over HTTP or a socket. */
export interface Answer {
  status: number;
  location: string;
  body: string;
  frame?: Frame | { closed: number };
  /** Of an event: has its page's socket ended with that? */
  isOver?: boolean;
}

export interface Visit {
  endpoint: Endpoint;
  visitor: Visitor;
  scene: Scene;
  /** What is so of its row; absent: what the endpoint's visitors are to find. */
  situation?: Situation;
  /** The path names a row that does not exist. */
  missing?: boolean;
}

/**
 * Sends the visitor to the endpoint and holds what happens against the expected outcome: an allowed
 * visit has the expected effect on the data, every other one has none.
 *
 * A visitor who is offered no row for what has to be filled is refused, like anybody who names a row
 * that is not there.
 *
 * @returns whether the effect was seen, and whether the body refused by a rule of its own
 */
export async function expectOutcome(
  stage: Stage,
  visit: Visit,
  outcome: Outcome,
): Promise<{ hasEffect: boolean; hasRefused: boolean }> {
  const { endpoint, visitor, scene } = visit;
  const { passages } = stage;
  const person = await personFor(stage, visit);
  await situate(stage, scene, visit.situation ?? endpoint.situation ?? [], person.id);
  const sent = await fillInput(stage, endpoint, scene, visitor);
  const check = await watchEffect(stage, endpoint, scene, sent, person);
  const path = fillPath(endpoint.path, endpoint.params, scene, visit.missing);
  let before = await stage.digest();
  passages.forget();
  const meanwhile = async () => {
    await interrupt(stage, visitor, person, endpoint.member);
    before = await stage.digest();
    passages.forget();
  };
  const answer = await knock(
    stage,
    endpoint,
    path,
    person,
    sent,
    visitor.meanwhile === undefined ? undefined : meanwhile,
  );
  passages.expect(endpoint, outcome);
  const isLacking = outcome === "allow" && lacksChoice(endpoint, visitor);
  if (isLacking) {
    expect(answer, "refused like a row that is not there").toMatchObject(goneAt(endpoint));
    expect(await stage.digest(), "nothing changed").toBe(before);
    return { hasEffect: false, hasRefused: false };
  }
  const hasRefused = outcome === "allow" && passages.hasRefused(endpoint);
  if (hasRefused) expectRefusal(endpoint, answer);
  else expectAnswer(endpoint, outcome, answer);
  const hasEffect = outcome === "allow" && writes(endpoint) && !hasRefused;
  if (hasEffect) await check();
  else expect(await stage.digest(), "nothing changed").toBe(before);
  return { hasEffect, hasRefused };
}

/** What is answered to whoever names a row that is not there. */
function goneAt(endpoint: Endpoint): object {
  if (endpoint.method === "EVENT") return { frame: { error: "A row this refers to is gone." } };
  return { status: isForm(endpoint) ? 422 : 409 };
}

/** The body said no. That is its right, unless the manifest says what it does. */
function expectRefusal({ id, effect, member }: Endpoint, answer: Answer): void {
  expect(isDefect(answer), `the body failed: ${describeAnswer(answer)}`).toBe(false);
  if (!effect || effect.kind === "open") return;
  // The row that makes the visitor a member may hold the one that is to be deleted, or go along.
  const bound = effect.kind === "delete" ? (effect.bound ?? []) : [];
  if (bound.some(({ model }) => model === member?.model)) return;
  const advice = `Let tests/samples.ts give "${id}" rows and inputs that its body accepts.`;
  expect.fail(
    `The guard let them pass, and then the body refused: ${describeAnswer(answer)} ${advice}`,
  );
}

function isDefect({ status, frame }: Answer): boolean {
  const said = frame && "error" in frame ? (frame.error ?? "") : "";
  return status >= 500 || said.startsWith(DEFECT);
}

function describeAnswer({ status, location, body, frame }: Answer): string {
  return JSON.stringify(frame ?? { status, location, body: textOf(body).slice(0, 200) });
}

/** What a page says, without its frame. */
function textOf(html: string): string {
  const page = parse(html);
  return (page.querySelector("main") ?? page).text.replaceAll(/\s+/g, " ").trim();
}

const people = new WeakMap<Stage, Map<string, Person>>();

/** The visitor's person; the same one for every endpoint that leaves nothing behind. */
async function personFor(stage: Stage, visit: Visit): Promise<Person> {
  const { endpoint, visitor } = visit;
  if (endpoint.member || endpoint.rate_limit || visitor.meanwhile) return arrive(stage, visit);
  const known = people.get(stage) ?? new Map<string, Person>();
  people.set(stage, known);
  const key = JSON.stringify(visitor);
  const person = known.get(key) ?? (await arrive(stage, visit));
  known.set(key, person);
  return person;
}

/**
 * Makes the visitor's person, and a member of whatever the visitor belongs to; the rows are as the
 * endpoint's visitors are to find them.
 */
export async function arrive(
  stage: Stage,
  visit: Visit,
  options: PersonOptions = {},
): Promise<Person> {
  const person = await invite(stage, visit.visitor, options);
  await join(stage, visit, person);
  await situate(stage, visit.scene, visit.endpoint.situation ?? [], person.id);
  return person;
}

async function join(
  stage: Stage,
  { endpoint: { member, object }, visitor, scene }: Visit,
  person: Person,
): Promise<void> {
  if (!member || !object || person.id === null || visitor.membership === "none") return;
  const place =
    visitor.membership === "another"
      ? await makeRow(stage, object.model)
      : rowIn(scene, object.model);
  await rowTying(stage, member, person.id).add(member.object, place.id);
}

/**
 * Opens the page, lets `meanwhile` happen, then sends the request or event under test.
 *
 * @param meanwhile is called after the page was opened; a visitor whom it concerns was let in
 */
export async function knock(
  stage: Stage,
  endpoint: Endpoint,
  path: string,
  person: Person,
  sent: Record<string, unknown>,
  meanwhile?: () => Promise<void>,
): Promise<Answer> {
  if (endpoint.method === "EVENT") return fireEvent(stage, endpoint, path, person, sent, meanwhile);
  if (meanwhile) {
    await openPage(stage, endpoint, path, person);
    await meanwhile();
  }
  if (endpoint.method === "CONNECT") {
    const page = await connect(stage, path, person.cookie);
    const frame = await page.next();
    page.close();
    return fromFrame(frame);
  }
  const post = endpoint.method === "POST";
  const answer = await stage.app.inject({
    method: post ? "POST" : "GET",
    url: path,
    headers: {
      cookie: person.cookie,
      ...(post ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    ...(post ? { payload: formBody({ ...sent, _csrf: person.csrfToken, _seen: "*" }) } : {}),
  });
  return {
    status: answer.statusCode,
    location: String(answer.headers.location ?? ""),
    body: answer.body,
  };
}

/** Whom something happens to mid-session has been let in before: to the form or page itself. */
async function openPage({ app }: Stage, endpoint: Endpoint, path: string, person: Person) {
  const hasPage = endpoints.some(({ view, method }) => view === endpoint.view && method === "GET");
  if (!hasPage) return;
  const answer = await app.inject({ url: path, headers: { cookie: person.cookie } });
  expect(answer.statusCode, "let in at first").toBe(200);
}

async function fireEvent(
  stage: Stage,
  endpoint: Endpoint,
  path: string,
  person: Person,
  sent: Record<string, unknown>,
  meanwhile: (() => Promise<void>) | undefined,
): Promise<Answer> {
  const page = await connect(stage, path, person.cookie);
  try {
    const first = await page.next();
    // Whoever does not get the page fires all the same.
    await meanwhile?.();
    page.send(endpoint.event ?? "", { ...sent, _seen: "*" });
    const answer = await page.next();
    const isDenied = "error" in answer && answer.error === "Permission denied";
    // A page that is still open answers to whatever comes next.
    if (isDenied) page.send("", {});
    const isOver = "closed" in answer || (isDenied && "closed" in (await page.next()));
    const said = "closed" in answer && !("closed" in first) && first.type !== "render";
    return { ...fromFrame(said ? first : answer), isOver };
  } finally {
    page.close();
  }
}

function fromFrame(frame: Frame | { closed: number }): Answer {
  if ("closed" in frame) return { status: 0, location: "", body: "", frame };
  const { location = "", content = "" } = frame;
  return { status: 0, location, body: content, frame };
}

function expectAnswer(endpoint: Endpoint, outcome: Outcome, answer: Answer): void {
  const { status, location, body, frame } = answer;
  const said = { status, location, error: frame && "error" in frame ? frame.error : undefined };
  switch (outcome) {
    case "allow":
      expect(
        isAllowed(endpoint, answer),
        `allowed: ${JSON.stringify(said)} ${body.slice(0, 200)}`,
      ).toBe(true);
      return;
    case "login":
      expect(said.location).toMatch(startOf(`${project.login_url}?next=`));
      if (!frame) expect([302, 303]).toContain(status);
      return;
    case "redirect":
      expect(said.location).toBe(endpoint.member?.otherwise);
      if (!frame) expect([302, 303]).toContain(status);
      return;
    case "not_found":
      if (frame) expect(said.error).toBe("Not found");
      else expect(status).toBe(404);
      return;
    case "denied":
    case "closed":
      if (frame) {
        expect(said.error).toBe("Permission denied");
        if (answer.isOver !== undefined) {
          expect(answer.isOver, "its page's socket ends").toBe(outcome === "closed");
        }
      } else {
        expect(status).toBe(403);
        expect(body).not.toContain(STALE);
      }
      return;
    case "ignored":
      expect(status).toBeLessThan(500);
  }
}

/** Whoever was let in gets an answer: the body's own page, or the place that it leads to. */
function isAllowed({ method, effect }: Endpoint, { status, frame }: Answer): boolean {
  if (method === "GET" || method === "POST") return [200, 302, 303].includes(status);
  if (!frame || "closed" in frame) return false;
  if (method === "CONNECT") return frame.type === "render";
  // An event that deletes the page's own object leaves no page to render.
  const mayDelete = effect?.kind === "delete" || effect?.kind === "open";
  return ["render", "redirect"].includes(frame.type) || (mayDelete && frame.error === "Not found");
}

export function writes({ method }: Endpoint): boolean {
  return method === "POST" || method === "EVENT";
}

/** Values as a browser sends them: an unticked box is not sent at all. */
export function formBody(values: Record<string, unknown>): string {
  const fields = Object.entries(values).flatMap(([name, value]): [string, string][] => {
    if (value === false || value === null) return [];
    if (value === true) return [[name, "on"]];
    return [[name, typeof value === "object" ? JSON.stringify(value) : String(value)]];
  });
  return new URLSearchParams(fields).toString();
}

function startOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
