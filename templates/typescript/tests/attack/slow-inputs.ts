import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { events, filledPosts, oneOfEach, pageOf, pages } from "./support/doors.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// A text that makes a pattern go back and forth keeps the process busy, and everybody else waiting.

const fill = (part: string, size: number) => part.repeat(Math.ceil(size / part.length));

const TEXTS: Record<string, (size: number) => string> = {
  "digits and a letter": (size) => `${fill("9", size - 1)}x`,
  "zeros and a letter": (size) => `${fill("0", size - 1)}x`,
  "a point within digits": (size) => `${fill("9", size / 2)}.${fill("9", size / 2 - 2)}x`,
  "blanks within letters": (size) => `x${fill(" ", size - 2)}x`,
  "line breaks": (size) => fill("\r\n", size),
  "letters and a sign": (size) => `${fill("a", size - 1)}!`,
  "letters and hyphens": (size) => `${fill("a-", size - 1)}!`,
  "labels of an e-mail address": (size) => `a@${fill("a.", size - 2)}`,
  "names before an at": (size) => `${fill("a.", size - 1)}@`,
  "a host in punycode": (size) => `https://xn--${fill("a1", size - 20)}.example`,
  "a path of steps": (size) => `/${fill("a/../", size - 5)}`,
  "a day and more": (size) => `2024-01-01T00:00:00.${fill("0", size - 21)}x`,
  brackets: (size) => fill("[", size),
  "keys within keys": (size) => fill('{"a":', size),
};

/** Something that reads a text, in every place that it has for one. */
interface Door {
  readonly name: string;
  /** How many characters it takes, as they are sent. */
  readonly size: number;
  put(text: string): Promise<unknown>;
}

/**
 * Others may wait so many times as long as while a plain text of the same length is read. On a busy
 * machine anybody waits for a while now and then; what is no longer than that, in milliseconds, says
 * nothing.
 */
const MOST = 20;
const ANYBODY = 400;
const TRIES = 3;

const BODY = 120_000;
const FRAME = 60_000;
/** What the head of a request has room for. */
const HEAD = 12_000;
const HEADERS = [
  "accept",
  "authorization",
  "content-type",
  "cookie",
  "if-none-match",
  "origin",
  "range",
  "referer",
  "x-forwarded-for",
  "x-request-id",
];

export function attackWithSlowInputs(scenario: Scenario): void {
  describe("nobody else waits for long while somebody sends", () => {
    it.each(Object.entries(TEXTS))(
      "%s",
      async (_what, make) => {
        for (const door of await (doors ??= openDoors())) {
          const plain = plainWaits.get(door) ?? (await longestOf(door));
          plainWaits.set(door, plain);
          const most = Math.max(MOST * plain, ANYBODY);
          let wait = Infinity;
          // What keeps the process busy does so each time; what else happens on a machine does not.
          for (let tries = 0; tries < TRIES && wait > most; tries += 1) {
            wait = await waitDuring(door, make(door.size));
          }
          const what = `${door.name}: ${wait} ms, with a plain text ${plain} ms`;
          expect(wait, what).toBeLessThanOrEqual(most);
        }
        await scenario.replant();
      },
      600_000,
    );
  });

  let doors: Promise<Door[]> | undefined;
  const plainWaits = new Map<Door, number>();

  async function longestOf(door: Door): Promise<number> {
    const waits = [];
    for (let turn = 0; turn < TRIES; turn += 1) {
      waits.push(await waitDuring(door, fill("plain ", door.size)));
    }
    return Math.max(...waits);
  }

  /** How long somebody else waits for an answer while a door reads the text, in milliseconds. */
  async function waitDuring(door: Door, text: string): Promise<number> {
    let isRead = false;
    const reading = door.put(text).finally(() => (isRead = true));
    let longest = 0;
    while (!isRead) {
      const begun = performance.now();
      await send(scenario.url, { path: "/healthz" });
      longest = Math.max(longest, performance.now() - begun);
    }
    await reading;
    return longest;
  }

  async function openDoors(): Promise<Door[]> {
    const { url, insider, nobody } = scenario;
    const found: Door[] = HEADERS.map((header) => ({
      name: header,
      size: HEAD,
      put: (text) =>
        send(url, {
          path: "/",
          headers: { cookie: insider.cookie, [header]: inHead(text, header) },
        }),
    }));
    const form = (path: string, names: string[], as: () => Promise<Guest> | Guest): Door => ({
      name: path,
      size: BODY / names.length,
      put: async (text) =>
        send(url, {
          path,
          as: await as(),
          form: { ...Object.fromEntries(names.map((n) => [n, text])), _seen: "*" },
        }),
    });
    found.push(form(loginUrl, ["username", "password", "next"], () => nobody));
    found.push(form("/confirm-password/", ["password", "next"], guestsFor(5)));
    for (const post of filledPosts) {
      const names = await scenario.namesOf(post);
      const as = () => scenario.callerOf(post);
      found.push({ ...form(scenario.pathOf(post), names, as), name: post.id });
    }
    const inPath = (text: string) => send(url, { path: `/${inHead(text, "path")}/`, as: insider });
    found.push({ name: "a path", size: HEAD, put: inPath });
    const shown = oneOfEach(pages).map((page) => scenario.pathOf(page));
    for (const path of [loginUrl, "/audit/", "/nowhere/", ...shown]) {
      const put = (text: string) => {
        const value = inHead(text, "path");
        const half = value.slice(0, HEAD / 2).replace(/%[^%]?$/, "");
        return send(url, { path: `${path}?_list=${half}&next=${half}`, as: insider });
      };
      found.push({ name: path, size: HEAD, put });
    }
    for (const event of events) {
      const names = await scenario.namesOf(event);
      if (names.length === 0) continue;
      const put = async (text: string) => {
        const path = scenario.pathOf(pageOf(event));
        const { next, fire, close } = await openSocket(url, path, await scenario.callerOf(event));
        await next();
        const value = inFrame(text, FRAME / names.length);
        const values = Object.fromEntries(names.map((name) => [name, value]));
        fire(event.event, { ...values, _seen: "*" });
        expect(await next(), event.id).not.toHaveProperty("closed");
        close();
      };
      found.push({ name: event.id, size: FRAME / names.length, put });
    }
    return found;
  }

  /** Somebody who has said the password again, and another one after so many calls. */
  function guestsFor(calls: number): () => Promise<Guest> {
    let left = 0;
    let guest: Promise<Guest> | undefined;
    return () => {
      if (!guest || left === 0) {
        left = calls;
        guest = scenario.invite().then(async (invited) => {
          await confirm(scenario.target, invited);
          return invited;
        });
      }
      left -= 1;
      return guest;
    };
  }
}

/** As much of the text as there is room for where only some characters may stand. */
function inHead(text: string, place: string): string {
  if (place !== "path") return text.replaceAll(/[^ -~]/g, "_").slice(0, HEAD);
  return encodeURIComponent(text)
    .slice(0, HEAD)
    .replace(/%[^%]?$/, "");
}

/** As much of the text as there is room for in JSON, where some characters take more than one. */
function inFrame(text: string, room: number): string {
  const length = JSON.stringify(text).length - 2; // without the quotes
  return length <= room ? text : text.slice(0, (text.length * room) / length);
}
