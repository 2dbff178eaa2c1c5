import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import type { Endpoint } from "../support/matrix.ts";
import { posts } from "./support/doors.ts";
import { type Guest, PASSWORD } from "./support/guests.ts";
import { send, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// A form that another site's page sends carries the visitor's cookies, but no token of theirs.

interface Tokens {
  victim: Guest;
  attacker: Guest;
  nobody: Guest;
}

type Forgery = (path: string, form: Record<string, unknown>, tokens: Tokens) => Sending;

const withToken = (victim: Guest, csrfToken: string) => ({ cookie: victim.cookie, csrfToken });
const cookiesNamed = ({ cookie }: Guest, name: string) =>
  cookie.split("; ").filter((part) => part.startsWith(`${name}=`));

const FORGERIES: Record<string, Forgery> = {
  "no token": (path, form, { victim }) => ({ path, form, as: withToken(victim, "") }),
  "a made-up token": (path, form, { victim }) => ({ path, form, as: withToken(victim, "x") }),
  "another user's token": (path, form, { victim, attacker }) => ({
    path,
    form,
    as: withToken(victim, attacker.csrfToken),
  }),
  "nobody's token": (path, form, { victim, nobody }) => ({
    path,
    form,
    as: withToken(victim, nobody.csrfToken),
  }),
  "another user's token and its cookie": (path, form, { victim, attacker }) => ({
    path,
    form,
    as: {
      cookie: [...cookiesNamed(victim, "session"), ...cookiesNamed(attacker, "csrf")].join("; "),
      csrfToken: attacker.csrfToken,
    },
  }),
  "nobody's token and its cookie": (path, form, { victim, nobody }) => ({
    path,
    form,
    as: {
      cookie: [...cookiesNamed(victim, "session"), ...cookiesNamed(nobody, "csrf")].join("; "),
      csrfToken: nobody.csrfToken,
    },
  }),
  "the right token, in the query": (path, form, { victim }) => ({
    path: `${path}?_csrf=${encodeURIComponent(victim.csrfToken)}`,
    form,
    as: withToken(victim, ""),
  }),
  "the right token twice": (path, form, { victim: { cookie, csrfToken } }) => ({
    path,
    form: { ...form, extra: "&_csrf=" },
    as: { cookie, csrfToken: [csrfToken, csrfToken] as unknown as string },
  }),
  "JSON, which a form can send as plain text": (path, form, { victim }) => ({
    path,
    as: victim,
    headers: { "content-type": "text/plain" },
    body: JSON.stringify({ ...form, _csrf: victim.csrfToken }),
  }),
};

export function attackTokens(scenario: Scenario): void {
  describe("a form changes nothing when it is sent with", () => {
    it.each(Object.entries(FORGERIES))("%s", async (_what, forge) => {
      const tokens = {
        victim: scenario.insider,
        attacker: scenario.outsider,
        nobody: scenario.nobody,
      };
      for (const post of posts) {
        const form = await scenario.inputOf(post);
        await scenario.unchanged(() => expectRefused(post, forge(path(post), form, tokens)));
        // A page of this very site is shown again, with a token that is good.
        const sending = fromHere(forge(path(post), form, tokens));
        await scenario.unchanged(() => expectRefused(post, sending));
      }
      for (const own of ["/logout/", "/confirm-password/", loginUrl]) {
        const form = { password: PASSWORD, username: scenario.insider.username };
        await expectRefused(null, forge(own, form, tokens));
      }
      const home = await send(scenario.url, { path: "/", as: scenario.insider });
      expect(home.status, "still logged in").toBe(200);
    });

    it("text that was kept through a login, which is only shown again", async () => {
      for (const post of posts) {
        const form = { ...(await scenario.inputOf(post)), _kept: "{}" };
        const sending = { path: path(post), form, as: scenario.insider };
        await scenario.unchanged(() => expectRefused(post, sending));
        await scenario.unchanged(() => expectRefused(post, fromHere(sending)));
      }
    });
  });

  describe("a form is filled in by no page but its own", () => {
    const foreign: Record<string, Record<string, string>> = {
      "not by one that does not say where it is": {},
      "not by another site's": { origin: "https://evil.example" },
      "not by a sandboxed frame's": { origin: "null" },
    };
    it.each(Object.entries(foreign))("%s", async (_whose, headers) => {
      for (const post of posts) {
        const names = await scenario.namesOf(post);
        const form = Object.fromEntries(names.map((name) => [name, "planted"]));
        for (const { cookie } of [scenario.insider, scenario.nobody]) {
          const sending = { path: path(post), form, as: { cookie, csrfToken: "" }, headers };
          const { body } = await send(scenario.url, sending);
          expect(body, post.id).not.toContain("planted");
        }
      }
    });
  });

  const path = (post: Endpoint) => scenario.pathOf(post);
  const fromHere = (sending: Sending): Sending => ({
    ...sending,
    headers: { ...sending.headers, origin: scenario.url.origin },
  });

  async function expectRefused(post: Endpoint | null, sending: Sending): Promise<void> {
    const { status } = await send(scenario.url, sending);
    expect([403, 415], `${post?.id ?? sending.path} answers ${status}`).toContain(status);
  }
}
