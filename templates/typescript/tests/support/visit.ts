import { expect } from "vitest";
import { NoRoom } from "#samples/sample-rows";
import { type Answer, expectAnswer, expectRefusal, goneAt } from "./answers.ts";
import { watchEffect } from "./effects.ts";
import { fillInput, lacksChoice } from "./inputs.ts";
import { type Endpoint, endpoints, type Outcome, type Situation, type Visitor } from "./matrix.ts";
import { interrupt, invite, type Person, type PersonOptions } from "./people.ts";
import { fillPath, makeRow, rowIn, rowTying, type Scene } from "./rows.ts";
import { situate } from "./situations.ts";
import { connect, type Frame } from "./socket.ts";
import type { Stage } from "./stage.ts";

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
  const { situation: usual = [] } = endpoint;
  const { situation = usual } = visit;
  // A page is opened while all is well with its row, and stays open when that changes.
  const changesMeanwhile =
    situation !== usual && endpoint.method === "EVENT" && outcome !== "allow";
  if (situation !== usual) await addBystanders(stage, endpoint, person);
  await situate(stage, scene, changesMeanwhile ? usual : situation, person.id);
  const sent = await fillInput(stage, endpoint, scene, visitor);
  const check = await watchEffect(stage, endpoint, scene, sent, person);
  const path = fillPath(endpoint.path, endpoint.params, scene, visit.missing);
  let before = await stage.digest();
  passages.forget();
  const meanwhile = async () => {
    if (visitor.meanwhile) await interrupt(stage, visitor, person, endpoint.member);
    if (changesMeanwhile) await situate(stage, scene, situation, person.id);
    before = await stage.digest();
    passages.forget();
  };
  const answer = await knock(
    stage,
    endpoint,
    path,
    person,
    sent,
    visitor.meanwhile || changesMeanwhile ? meanwhile : undefined,
  );
  passages.expect(endpoint, outcome);
  const isLacking = outcome === "allow" && lacksChoice(endpoint, visitor);
  if (isLacking) {
    const gone = goneAt(endpoint, visitor);
    expect(answer, "refused like a row that is not there").toMatchObject(gone);
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

/** Rows on which the visitor would be let in: a guard that looks at another row finds these. */
async function addBystanders(stage: Stage, { situation = [] }: Endpoint, person: Person) {
  const scene: Scene = new Map();
  try {
    for (const { of } of situation) {
      if (!scene.has(of)) scene.set(of, await makeRow(stage, of));
    }
    await situate(stage, scene, situation, person.id);
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
  }
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
