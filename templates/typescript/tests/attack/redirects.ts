import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { posts } from "./support/doors.ts";
import { logIn, nobody, PASSWORD } from "./support/guests.ts";
import { type Reply, send, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Nobody who follows a link to this site ends up at another one.

const EVIL = "evil.example";

/** Each is tried as it is, encoded once and encoded twice. */
const PLACES = [
  `//${EVIL}`,
  `///${EVIL}`,
  `////${EVIL}`,
  `\\\\${EVIL}`,
  `/\\${EVIL}`,
  `\\/${EVIL}`,
  `/\\/${EVIL}`,
  `https:${EVIL}`,
  `https:/${EVIL}`,
  `https://${EVIL}/`,
  `HTTPS://${EVIL}/`,
  `//${EVIL}%2f..`,
  `//${EVIL}@127.0.0.1/`,
  `javascript:alert(1)`,
  `JavaScript:alert(1)//`,
  `data:text/html,${EVIL}`,
  `/\t/${EVIL}`,
  `/\n/${EVIL}`,
  `\t//${EVIL}`,
  ` //${EVIL}`,
  `/\r\nlocation: https://${EVIL}`,
  `/.//${EVIL}`,
  `/x/..//${EVIL}`,
  `/x/../\\${EVIL}`,
  `/%2e//${EVIL}`,
  `/%09/${EVIL}`,
  `/%5c${EVIL}`,
  `/\u2028/${EVIL}`,
  `/\u3002${EVIL}`,
  `／／${EVIL}`,
  `//${EVIL}\\@127.0.0.1`,
  `${loginUrl}?next=//${EVIL}`,
  `${loginUrl}?next=${encodeURIComponent(`${loginUrl}?next=//${EVIL}`)}`,
  `?next=//${EVIL}`,
  `.${EVIL}`,
  `@${EVIL}`,
  `:80@${EVIL}`,
];

const HEADERS: Record<string, string>[] = [
  { host: EVIL },
  { "x-forwarded-host": EVIL },
  { forwarded: `host=${EVIL}` },
  { "x-original-url": `//${EVIL}/` },
  { "x-rewrite-url": `//${EVIL}/` },
  { host: EVIL, referer: `http://${EVIL}/`, origin: `http://${EVIL}` },
];

export function attackRedirects(scenario: Scenario): void {
  describe("nobody is led to another site by", () => {
    it.each(PLACES)("next=%j", async (place) => {
      for (const next of [place, encodeURIComponent(place)]) {
        const query = `?next=${encodeURIComponent(next)}`;
        // Who is logged in is sent on at once; who is not gets a form that carries it along.
        await follow({ path: `${loginUrl}${query}`, as: scenario.insider });
        for (const [path, as] of [
          [loginUrl, scenario.nobody],
          ["/confirm-password/", scenario.insider],
        ] as const) {
          const { body } = await send(scenario.url, { path: `${path}${query}`, as });
          const kept = parse(body).querySelector('input[name="next"]')?.getAttribute("value");
          await expectHere(kept ?? "");
        }
      }
    });

    it("next=… at a login, whose form was sent by hand", async () => {
      for (const next of PLACES.slice(0, 6)) {
        const stranger = await nobody(scenario.target);
        const reply = await logIn(scenario.target, stranger, scenario.outsider.username, next);
        expect(reply.status).toBe(303);
        await expectHere(reply.location);
      }
    });

    it("next=… where the password is said again, whose form was sent by hand", async () => {
      const as = await scenario.invite({ user: "active" });
      for (const next of PLACES.slice(0, 6)) {
        const form = { password: PASSWORD, next };
        const reply = await send(scenario.url, { path: "/confirm-password/", as, form });
        expect(reply.status).toBe(303);
        await expectHere(reply.location);
      }
    });

    it.each([
      `https://${EVIL}/`,
      `//${EVIL}/`,
      `http://HOST.${EVIL}/`,
      `http://HOST@${EVIL}/`,
      `http://HOST//${EVIL}/`,
      `http://HOST/\\${EVIL}/`,
      `http://HOST/.//${EVIL}/`,
      "javascript:alert(1)",
    ])("a Referer that says %s", async (text) => {
      const referer = text.replace("HOST", scenario.url.host);
      for (const post of posts) {
        const path = scenario.pathOf(post);
        const form = await scenario.inputOf(post);
        for (const headers of sentBy(referer)) {
          const caller = await scenario.callerOf(post);
          for (const as of [caller, scenario.outsider, scenario.nobody]) {
            await follow({ path, as, form, headers });
          }
        }
      }
      if (posts.length > 0) await scenario.replant();
    });

    it.each(HEADERS)("headers that say %j", async (headers) => {
      for (const path of [
        "/",
        loginUrl,
        "/audit/",
        "/nowhere/",
        `//${EVIL}/`,
        `//${EVIL}/%2e%2e`,
      ]) {
        for (const as of [scenario.insider, scenario.nobody]) {
          const reply = await send(scenario.url, { path, as, headers });
          const { host } = new URL(reply.location || "/", scenario.url);
          expect(host).toBe(scenario.url.host);
          expect(parse(reply.body).querySelectorAll(`[href*="${EVIL}"]`)).toEqual([]);
          expect(reply.cookies.join()).not.toContain(EVIL);
        }
      }
    });
  });

  /** Goes where a browser would go, up to five steps. */
  async function follow(sending: Sending): Promise<void> {
    let reply = await send(scenario.url, sending);
    for (let step = 0; step < 5 && placeOf(reply) !== ""; step += 1) {
      await expectHere(placeOf(reply));
      const { pathname, search } = new URL(placeOf(reply), scenario.url);
      reply = await send(scenario.url, { path: pathname + search, as: scenario.insider });
    }
  }

  /** Wherever the browser reads the place from, it stays on this site, and it does so twice. */
  async function expectHere(place: string): Promise<void> {
    const first = new URL(place, scenario.url);
    expect(first.origin, JSON.stringify(place)).toBe(scenario.url.origin);
    const second = new URL(first.pathname + first.search, scenario.url);
    expect(second.origin, JSON.stringify(place)).toBe(scenario.url.origin);
    expect(place).not.toMatch(/[\r\n]/);
  }
}

/** By a browser itself, and by htmx in one. */
function sentBy(referer: string): Record<string, string>[] {
  return [{ referer }, { referer, "hx-request": "true" }];
}

const placeOf = ({ location, headers }: Reply) => location || String(headers["hx-redirect"] ?? "");
