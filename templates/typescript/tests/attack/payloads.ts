import { beforeAll, describe, expect, it } from "vitest";
import type { Endpoint, Input } from "../support/matrix.ts";
import { events, livePages, pageOf, posts } from "./support/doors.ts";
import type { Guest } from "./support/guests.ts";
import { send } from "./support/http.ts";
import { type LiveSocket, openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Values that no form of the project sends: of the wrong type, too many, too deep, too big.

/** As JSON, so that `__proto__` arrives as a key. None is the id of a row, or a number at all. */
const NO_NUMBERS: Record<string, string> = {
  "a text": '"abc"',
  "a list": "[1]",
  "an object": '{"valueOf":1}',
  true: "true",
  null: "null",
  "a fraction": "1.5",
  "a number out of range": "2147483648",
  "a huge number": "1e308",
  "a number of 400 digits": `"${"9".repeat(400)}"`,
  "a text with NUL": '"1\\u0000"',
  "half a surrogate pair": '"\\ud800"',
  "a query operator": '{"$gt":0}',
  "prototype keys": '{"__proto__":{"toString":1},"constructor":{"prototype":{}}}',
};

const EXTRA_KEYS: Record<string, string> = {
  "one that nobody knows": '"extra":1',
  "a prototype": '"__proto__":{"isSuperuser":true}',
  "a constructor": '"constructor":{"prototype":{"isSuperuser":true}}',
  "a method of every object": '"toString":null',
  id: '"id":1',
  user: '"user":{"isSuperuser":true}',
};

export function attackPayloads(scenario: Scenario): void {
  describe.skipIf(events.length === 0)("an event's values", () => {
    it.each(Object.entries(NO_NUMBERS))("that are %s for a number are refused", async (_, json) => {
      for (const event of events) {
        for (const [name, input] of Object.entries(event.input ?? {})) {
          if (!isWhole(input)) continue;
          const rest = await scenario.inputOf(event);
          delete rest[name];
          await expectRefused(event, withKey(rest, `"${name}":${json}`));
        }
      }
    });

    it.each(Object.entries(EXTRA_KEYS))("with an extra key, %s, are refused", async (_, json) => {
      for (const event of events) {
        await expectRefused(event, withKey(await scenario.inputOf(event), json));
      }
      expect(Object.keys(Object.prototype)).toEqual([]);
    });

    it("that are missing are refused", async () => {
      const wanting = events.filter(({ input = {} }) => Object.values(input).some(isWhole));
      for (const event of wanting) await expectRefused(event, "{}");
    });

    it("nested 30,000 levels deep are refused", async () => {
      for (const event of events) {
        const deep = `${"[".repeat(30_000)}${"]".repeat(30_000)}`;
        await expectRefused(event, withKey(await scenario.inputOf(event), `"deep":${deep}`));
      }
    });
  });

  describe.skipIf(livePages.length === 0)("a frame", () => {
    it.each([
      ["nested 2,000,000 levels deep", "[".repeat(2_000_000)],
      ["of 10 MB", `{"event":"x","text":"${"x".repeat(10_000_000)}"}`],
    ])("%s ends its socket and nothing else", async (_what, text) => {
      for (const page of livePages) {
        const bystander = await open(page, scenario.insider);
        const socket = await open(page, scenario.insider);
        await scenario.unchanged(async () => {
          socket.sendText(text);
          // 1006: the line was cut before the reason had come through.
          const { closed } = (await socket.next()) as { closed: number };
          expect([1006, 1009]).toContain(closed);
        });
        bystander.fire("constructor");
        expect(await bystander.next()).toMatchObject({ error: "Unknown event" });
        bystander.close();
      }
    });
  });

  describe.skipIf(posts.length === 0)("a JSON body", () => {
    const bodies: Record<string, string> = {
      "that is a list": "[]",
      "that is null": "null",
      "that is a text": '"text"',
      "that is a number": "1e400",
      "that is cut short": '{"a":',
      "that is empty": "",
      "with __proto__": '{"__proto__":{"isSuperuser":true}}',
      "with constructor.prototype": '{"constructor":{"prototype":{"isSuperuser":true}}}',
      "nested 100,000 levels deep": `{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      "of 10 MB": `{"text":"${"x".repeat(10_000_000)}"}`,
      "with a NUL in a key": '{"\\u0000":"\\u0000"}',
    };
    /** Whoever sends it is there before anything is compared. */
    const attackOn = async (post: Endpoint, body: string) => {
      const as = await scenario.callerOf(post);
      const headers = { "content-type": "application/json", "x-csrf-token": as.csrfToken };
      const sending = { method: "POST", path: scenario.pathOf(post), headers, as, body };
      return () => send(scenario.url, sending).catch(endsConnection);
    };
    /** Those that need no input, and forms of which nothing must be filled in. */
    const askNothing = new Map<Endpoint, boolean>();
    beforeAll(async () => {
      for (const post of posts) {
        const attack = await attackOn(post, "{}");
        const before = await scenario.digest();
        await attack();
        askNothing.set(post, (await scenario.digest()) !== before);
        if (askNothing.get(post)) await scenario.replant();
      }
    });
    it.each(Object.entries(bodies))("%s is refused, or means nothing", async (_what, body) => {
      for (const post of posts) {
        const attack = await attackOn(post, body);
        // What asks for nothing is done: the body says nothing against it.
        if (askNothing.get(post)) await attack();
        else await scenario.unchanged(attack);
      }
      await scenario.replant();
    });
  });

  function open(page: Endpoint, who: Guest): Promise<LiveSocket> {
    return openSocket(scenario.url, scenario.pathOf(page), who).then(async (socket) => {
      expect(await socket.next()).toMatchObject({ type: "render" });
      return socket;
    });
  }

  async function expectRefused(event: Endpoint, values: string): Promise<void> {
    const socket = await open(pageOf(event), await scenario.callerOf(event));
    await scenario.unchanged(async () => {
      socket.sendText(`{"event":"${event.event}",${values.slice(1)}`.replace(/,}$/, "}"));
      const said = await socket.next();
      expect(said, `${event.id} ${values.slice(0, 200)}`).toMatchObject({ type: "error" });
      expect(said).not.toMatchObject({
        error: expect.stringMatching(/^Too many|denied/) as string,
      });
    });
    socket.close();
  }
}

/** Is it a whole number: an id, or a number of the matrix? */
function isWhole(input: Input): boolean {
  return !("value" in input) || (typeof input.value === "number" && Number.isInteger(input.value));
}

/** JSON of the values and one more key, which is JSON already. */
function withKey(values: Record<string, unknown>, key: string): string {
  const json = JSON.stringify(values).slice(0, -1);
  return `${json}${json === "{" ? "" : ","}${key}}`;
}

/** A body that is too big is cut off while it is still being sent. */
function endsConnection(error: unknown): void {
  expect((error as NodeJS.ErrnoException).code).toMatch(/ECONNRESET|EPIPE/);
}
