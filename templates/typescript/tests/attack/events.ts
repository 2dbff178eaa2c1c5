import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { views } from "#views";
import type { Endpoint } from "../support/matrix.ts";
import { allRows, rowIn } from "../support/rows.ts";
import { events, handlersOf, isPublic, livePages, pageOf } from "./support/doors.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { openSocket, type Said } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Events that nobody declared, and declared ones at the wrong time or place.

const NAMES = [
  "constructor",
  "__proto__",
  "prototype",
  "toString",
  "hasOwnProperty",
  "mount",
  "view",
  "handleError",
  "show",
  "db",
  "#secret",
  "",
  "then",
];

/** Names that are no text, or a text only once it is converted. */
const NO_NAMES: unknown[] = [null, 7, true, {}, [], { toString: 1 }, { toString: "mount" }];

export function attackEvents(scenario: Scenario): void {
  describe.skipIf(livePages.length === 0)("events", () => {
    it.each(NAMES)("named %j are unknown to every live page", async (name) => {
      for (const page of livePages) await expectRefused(page, [{ event: name }]);
    });

    it("named like any member of a view's class, inherited ones too, are unknown", async () => {
      for (const page of livePages) {
        const own = handlersOf(page).map(({ event }) => event);
        const names = members().filter((name) => !own.includes(name));
        expect(names).toContain("constructor");
        const frames = names.map((event) => ({ event }));
        await expectRefused(page, frames);
      }
    });

    it("that belong to another page are unknown", async () => {
      for (const page of livePages) {
        const own = handlersOf(page).map(({ event }) => event);
        const others = events.filter(({ event }) => !own.includes(event));
        const frames = others.map(async (each) => ({
          event: each.event,
          ...(await scenario.inputOf(each)),
        }));
        await expectRefused(page, await Promise.all(frames));
      }
    });

    it("whose name is no text, or a list with the name of a handler, are refused", async () => {
      for (const page of livePages) {
        const lists = handlersOf(page).map(async (each) => ({
          event: [each.event],
          ...(await scenario.inputOf(each)),
        }));
        const frames = NO_NAMES.map((event) => ({ event }));
        await expectRefused(page, [...frames, {}, ...(await Promise.all(lists))], "Not an event.");
      }
    });

    it("sent in one go with the opening, by who may not see the page, do nothing", async () => {
      for (const event of events.filter((each) => !isPublic(pageOf(each)))) {
        for (const who of [scenario.nobody, scenario.outsider]) {
          const frame = { event: event.event, ...(await scenario.inputOf(event)) };
          await scenario.unchanged(() => burst(event, who, Array(3).fill(frame) as object[]));
        }
      }
    });

    it("sent before the first rendering are answered after it", async () => {
      for (const page of livePages) {
        const early = [JSON.stringify({ event: "constructor" })];
        const socket = await open(page, scenario.insider, early);
        expect(await socket.next()).toMatchObject({ type: "render" });
        expect(await socket.next()).toMatchObject({ type: "error", error: "Unknown event" });
        socket.close();
      }
    });

    it("sent after the page was lost do nothing", async () => {
      for (const event of events.filter((each) => !isPublic(pageOf(each)))) {
        const guest = await scenario.invite();
        const socket = await open(pageOf(event), guest);
        expect(await socket.next()).toMatchObject({ type: "render" });
        await scenario.db.delete(auth.Session).where(eq(auth.Session.user_id, guest.id ?? 0));
        const input = await scenario.inputOf(event);
        await scenario.unchanged(async () => {
          for (let turn = 0; turn < 3; turn += 1) socket.fire(event.event, input);
          expect(await socket.next()).toMatchObject({ type: "redirect" });
          expect(await socket.next()).toEqual({ closed: 1008 });
        });
      }
    });

    const deletions = events.filter(({ effect }) => effect?.kind === "delete");
    it.skipIf(deletions.length === 0)("that delete, sent twice, delete one row", async () => {
      for (const event of deletions) {
        await scenario.replant();
        const input = await scenario.inputOf(event);
        const { model = "" } = event.effect as { model?: string };
        const before = await allRows(scenario, model);
        const guest = await scenario.invite();
        await confirm(scenario.target, guest);
        const said = await burst(event, guest, Array(2).fill({ event: event.event, ...input }));
        expect(said.length).toBeGreaterThan(1);
        const after = await allRows(scenario, model);
        // A member of the row's object may be a row of the very model.
        expect(after.map(({ id }) => id)).not.toContain(rowIn(scenario.ground.own, model).id);
        expect(before.length - after.length).toBeLessThanOrEqual(1);
      }
    });

    const bound = events.filter((event) => event.when_foreign);
    it.skipIf(bound.length === 0)("about rows of others change nothing", async () => {
      for (const event of bound) {
        const input = {
          event: event.event,
          ...(await scenario.inputOf(event, scenario.insider, "foreign")),
        };
        await scenario.unchanged(() => burst(event, scenario.insider, [input]));
      }
    });

    const tied = events.filter(({ member }) => member);
    it.skipIf(tied.length === 0)("on the socket of somebody else's object do nothing", async () => {
      for (const event of tied) {
        const input = {
          event: event.event,
          ...(await scenario.inputOf(event, scenario.insider, "foreign")),
        };
        const path = scenario.pathOf(pageOf(event), "foreign");
        await scenario.unchanged(async () => {
          const early = [JSON.stringify(input)];
          const { next, close } = await openSocket(
            scenario.url,
            path,
            scenario.insider,
            undefined,
            early,
          );
          expect(await next()).toMatchObject({ location: event.member?.otherwise });
          expect(await next()).toEqual({ closed: 1008 });
          close();
        });
      }
    });

    function open(page: Endpoint, who: Guest, early: string[] = []) {
      return openSocket(scenario.url, scenario.pathOf(page), who, undefined, early);
    }

    /** Sends all frames at once, as soon as the socket is open; returns what was said. */
    async function burst(event: Endpoint, who: Guest, frames: object[]): Promise<Said[]> {
      const texts = frames.map((frame) => JSON.stringify(frame));
      const socket = await open(pageOf(event), who, texts);
      const said: Said[] = [];
      while (said.length <= frames.length && !said.some((one) => "closed" in one)) {
        said.push(await socket.next());
      }
      socket.close();
      return said;
    }

    async function expectRefused(page: Endpoint, frames: object[], error = "Unknown event") {
      const socket = await open(page, scenario.insider);
      expect(await socket.next()).toMatchObject({ type: "render" });
      await scenario.unchanged(async () => {
        for (const frame of frames) {
          socket.sendText(JSON.stringify(frame));
          const what = JSON.stringify(frame);
          expect(await socket.next(), what).toMatchObject({ error });
        }
      });
      socket.close();
    }
  });
}

/** What the classes of the views have, and everything that they inherit. */
function members(): string[] {
  const names = views.flatMap((view) => {
    const found: string[] = Object.getOwnPropertyNames(view);
    for (let link: object = view.prototype as object; link; link = Object.getPrototypeOf(link)) {
      found.push(...Object.getOwnPropertyNames(link));
    }
    return found;
  });
  return [...new Set(names)];
}
