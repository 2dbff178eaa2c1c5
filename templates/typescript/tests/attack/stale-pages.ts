import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { entityTags } from "#server/entity-tags";
import { sealsOf } from "#server/seals";
import { lacksChoice } from "../support/inputs.ts";
import type { Effect, Endpoint } from "../support/matrix.ts";
import { allRows, isForm } from "../support/rows.ts";
import { events, isThorough, pageOf, posts } from "./support/doors.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { type Reply, send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import { INSIDER, type Scenario } from "./support/scenario.ts";
import { changedRow, outdated, putAtStart, seenNow } from "./support/seen.ts";

// Two windows and two clicks: what was changed since a page was opened, and what is sent twice.

/** Effects that change or take away the row that their door is about. */
const ON_ITS_ROW: readonly Effect["kind"][] = ["change", "toggle", "advance", "delete"];

export function attackStalePages(scenario: Scenario): void {
  const writes = ({ effect }: Endpoint) => effect !== undefined && effect.kind !== "open";
  const changes = ({ effect }: Endpoint) =>
    effect !== undefined && ON_ITS_ROW.includes(effect.kind);
  // What an event or an action deletes is named by its values, and is gone the second time.
  const changing = posts.filter((each) => changes(each) && !namesRow(each));
  const changingEvents = events.filter((each) => changes(each) && !namesRow(each));

  describe.skipIf(changing.length + changingEvents.length === 0)("a page that is stale", () => {
    it("changes nothing, and is told what was changed", async () => {
      const guest = await ready();
      for (const door of changing) {
        const seen = outdated(scenario, await seenNow(scenario, door, guest));
        const form = { ...(await scenario.inputOf(door, guest)), _seen: seen };
        const reply = await scenario.unchanged(() => post(door, guest, form));
        // A form whose values are all there already has nothing to object to.
        if (isForm(door) && reply.status === 303) continue;
        expect(reply.status, door.id).toBe(409);
        expect(reply.body, door.id).toContain(" changed “");
      }
      for (const event of changingEvents) {
        const seen = outdated(scenario, await seenNow(scenario, event, guest));
        const input = { ...(await scenario.inputOf(event, guest)), _seen: seen };
        const said = await scenario.unchanged(() => fire(event, guest, input));
        expect(said, event.id).toContain(" changed “");
      }
    });

    it("moves a row once, however many of it are sent at once", async () => {
      // Of a door with a limit most of them would be too many.
      const doors = changing.filter((door) => door.effect?.kind !== "delete" && !door.rate_limit);
      for (const door of doors) {
        await scenario.replant();
        await putAtStart(scenario, door);
        const guest = await ready();
        const _seen = await seenNow(scenario, door, guest);
        const form = { ...(await scenario.inputOf(door, guest)), _seen };
        const size = isThorough ? 20 : 4;
        const replies = await Promise.all(
          Array.from({ length: size }, () => post(door, guest, form)),
        );
        const done = replies.filter(({ status }) => status < 400);
        // Whoever finds the very values there that were sent has nothing to object to.
        const most = door.effect?.kind === "change" ? size : 1;
        expect(done.length, door.id).toBeLessThanOrEqual(most);
        if (done.length === 0) await expectNoRoom(door, guest);
      }
    });
  });

  describe.skipIf(changing.length === 0)("what a page says that it saw", () => {
    it("cannot be read in it, nor said by somebody else", async () => {
      const guest = await ready();
      for (const door of changing) {
        const seen = await seenNow(scenario, door, guest);
        const plain = scenario.target.seals.open(seen);
        expect(plain, `${door.id} says it sealed`).not.toBe("");
        expect(seen, door.id).not.toContain("{");
        const form = { ...(await scenario.inputOf(door, guest)), _seen: plain };
        const { status } = await scenario.unchanged(() => post(door, guest, form));
        expect(status, door.id).toBe(422);
      }
    });
  });

  describe.skipIf(changing.length === 0)("a program", () => {
    it("learns no entity tag that it could work out from a guess", async () => {
      const guest = await ready();
      for (const door of changing.filter(isForm)) {
        await scenario.situate(door, guest);
        const { headers } = await send(scenario.url, { path: scenario.pathOf(door), as: guest });
        const row = await changedRow(scenario, door);
        const { seals } = scenario.target;
        expect(headers["etag"], door.id).toBe(entityTags(row, seals)[0]);
        expect(headers["etag"], door.id).not.toBe(entityTags(row, sealsOf("guessed"))[0]);
      }
    });

    it("that does not say which state of the row it means is asked to", async () => {
      const guest = await ready();
      for (const door of changing) {
        const { _seen, ...form } = await scenario.inputOf(door, guest);
        const { status } = await scenario.unchanged(() => post(door, guest, form));
        expect(status, door.id).toBe(428);
      }
    });

    it("that means a state which is gone changes nothing", async () => {
      const guest = await ready();
      for (const door of changing) {
        const { _seen, ...form } = await scenario.inputOf(door, guest);
        const headers = { "if-match": '"an-older-state"' };
        const { status } = await scenario.unchanged(() => post(door, guest, form, headers));
        expect(status, door.id).toBe(412);
      }
    });
  });

  const repeated = posts.filter(
    (door) => writes(door) && !door.rate_limit && !lacksChoice(door, INSIDER),
  );
  describe.skipIf(repeated.length === 0)("a form that is sent twice", () => {
    it("does its work once, and is answered alike", async () => {
      for (const door of repeated) {
        await scenario.replant();
        await putAtStart(scenario, door);
        const guest = await ready();
        const form = { ...(await scenario.inputOf(door, guest)), _key: randomUUID() };
        const { model = "" } = door.effect as { model?: string };
        const [first, second] = await Promise.all([
          post(door, guest, form),
          post(door, guest, form),
        ]);
        if (first.status >= 400) await expectNoRoom(door, guest);
        expect(second.status, door.id).toBe(first.status);
        expect(second.location, door.id).toBe(first.location);
        const rows = await allRows(scenario, model);
        const third = await scenario.unchanged(() => post(door, guest, form));
        expect(third.status, door.id).toBe(first.status);
        expect(await allRows(scenario, model), door.id).toEqual(rows);
      }
    });
  });

  /** What nobody could do, other rows hold: where there can be few of something. */
  async function expectNoRoom(door: Endpoint, guest: Guest): Promise<void> {
    const form = await scenario.inputOf(door, guest);
    const { status, body } = await scenario.unchanged(() => post(door, guest, form));
    expect([409, 422], door.id).toContain(status);
    expect(body, door.id).not.toContain(" changed “");
  }

  /** Somebody whose password was confirmed just now, for the doors that want it. */
  async function ready(): Promise<Guest> {
    const guest = await scenario.invite();
    await confirm(scenario.target, guest);
    return guest;
  }

  function post(
    door: Endpoint,
    as: Guest,
    form: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Reply> {
    return send(scenario.url, { path: scenario.pathOf(door), as, form, headers: headers ?? {} });
  }

  /** Fires an event, and returns what its page says to it. */
  async function fire(event: Endpoint, as: Guest, input: Record<string, unknown>): Promise<string> {
    const socket = await openSocket(scenario.url, scenario.pathOf(pageOf(event)), as);
    expect(await socket.next()).toMatchObject({ type: "render" });
    socket.fire(event.event, input);
    let said = await socket.next();
    // What has changed is shown first.
    if ("type" in said && said.type === "render") said = await socket.next();
    socket.close();
    return "error" in said ? (said.error ?? "") : JSON.stringify(said);
  }
}

function namesRow({ input = {} }: Endpoint): boolean {
  return Object.values(input).some((value) => "row" in value);
}
