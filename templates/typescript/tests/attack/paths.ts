import { describe, expect, it } from "vitest";
import { isLogin, isPublic, isThorough, oneOfEach, pages, posts } from "./support/doors.ts";
import { MARKS } from "./support/ground.ts";
import type { Guest } from "./support/guests.ts";
import { type Reply, send, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Other ways to write a guarded path, and other ways to ask for it: none opens a door.

const last = (path: string) => path.replace(/\/$/, "");

/** Each as it goes over the wire. */
const SPELLINGS: Record<string, (path: string) => string> = {
  "as it is": (path) => path,
  "without the last slash": last,
  "with two slashes at the end": (path) => `${path}/`,
  "with two slashes at the start": (path) => `/${path}`,
  "with two slashes within": (path) => path.replaceAll("/", "//"),
  "with a dot": (path) => `/.${path}`,
  "with dots": (path) => `/x/..${path}`,
  "by way of the login page": (path) => `/login/..${path}`,
  "by way of the static files": (path) => `/static/..${path}`,
  "with encoded dots": (path) => `/static/%2e%2e${path}`,
  "with doubly encoded dots": (path) => `/static/%252e%252e${path}`,
  "with encoded slashes": (path) => path.replaceAll(/(?!^)\//g, "%2f"),
  "with backslashes": (path) => path.replaceAll(/(?!^)\//g, "\\"),
  "with encoded backslashes": (path) => path.replaceAll(/(?!^)\//g, "%5c"),
  "with an encoded letter": (path) => path.replace(/[a-z]/, (letter) => encoded(letter)),
  "with every letter encoded": (path) => path.replaceAll(/[a-z]/g, (letter) => encoded(letter)),
  "in capitals": (path) => path.toUpperCase(),
  "with a parameter": (path) => `${last(path)};x=1/`,
  "with a parameter at the end": (path) => `${path};.css`,
  "as a static file": (path) => `${last(path)}.css`,
  "with a NUL at the end": (path) => `${path}%00`,
  "with a NUL and an extension": (path) => `${path}%00.css`,
  "with a newline": (path) => `${path}%0a`,
  "with a space": (path) => `${path}%20`,
  "with fullwidth slashes": (path) => path.replaceAll(/(?!^)\//g, "%ef%bc%8f"),
  "with fullwidth digits": (path) =>
    path.replaceAll(/\d/g, (digit) => encodeURIComponent(String.fromCharCode(0xff10 + +digit))),
  "with zeros before digits": (path) => path.replaceAll(/\d+/g, "000$&"),
  "with a plus before digits": (path) => path.replaceAll(/\d+/g, "+$&"),
  "with hexadecimal digits": (path) =>
    path.replaceAll(/\d+/g, (number) => `0x${(+number).toString(16)}`),
  "with a query": (path) => `${path}?x=1&next=/`,
  "with a fragment": (path) => `${path}%23x`,
  "with a whole address": (path) => `http://127.0.0.1${path}`,
  "with another site's address": (path) => `http://evil.example${path}`,
};

const METHODS = ["HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND"];

const OVERRIDES: Record<string, Partial<Sending>> = {
  "X-HTTP-Method-Override": { method: "POST", headers: { "x-http-method-override": "GET" } },
  "X-HTTP-Method": { method: "POST", headers: { "x-http-method": "GET" } },
  "X-Method-Override": { method: "POST", headers: { "x-method-override": "GET" } },
  "_method in the body": { form: { _method: "GET" } },
  "a port of its own": { headers: { "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" } },
  "a proxy that knows the user": { headers: { "x-remote-user": "1", "x-forwarded-user": "1" } },
  "a token of a kind that is unknown": { headers: { authorization: "Bearer 1" } },
  "a password for all": { headers: { authorization: "Basic YWRtaW46YWRtaW4=" } },
  "the wish for JSON": { headers: { accept: "application/json" } },
  "the word of htmx": { headers: { "hx-request": "true" } },
  "the wish for a part": { headers: { range: "bytes=0-10" } },
  "a copy of its own": {
    headers: { "if-none-match": "*", "if-modified-since": new Date().toUTCString() },
  },
};

const STATIC = [
  "package.json",
  "src/main.ts",
  ".data/session-secret",
  ".env",
  "../../../etc/passwd",
];

export function attackPaths(scenario: Scenario): void {
  const guarded = (isThorough ? pages : oneOfEach(pages)).filter((page) => !isPublic(page));

  describe.skipIf(guarded.length === 0)("no guarded page opens to who may not see it", () => {
    it.each(Object.entries(SPELLINGS))("when its path is written %s", async (_what, spell) => {
      await tryAll((path) => ({ path: spell(path) }));
    });

    it.each(METHODS)("when it is asked for with %s", (method) =>
      tryAll((path) => ({ method, path })),
    );

    it.each(Object.entries(OVERRIDES))("when the request bears %s", (_what, given) =>
      tryAll((path) => ({ path, ...given })),
    );

    it.each(["x-original-url", "x-rewrite-url", "x-forwarded-path", "x-forwarded-prefix"])(
      "when another path is asked for with %s",
      (header) => tryAll((path) => ({ path: "/nowhere/", headers: { [header]: path } })),
    );
  });

  it.skipIf(posts.length === 0).each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "no change is made with %s in place of POST",
    async (method) => {
      for (const post of posts) {
        const form = new URLSearchParams({ _csrf: scenario.insider.csrfToken, _method: "POST" });
        const path = `${scenario.pathOf(post)}?${form.toString()}`;
        const headers = { "x-http-method-override": "POST" };
        await scenario.unchanged(() =>
          send(scenario.url, { method, path, headers, as: scenario.insider }),
        );
      }
    },
  );

  it.each(STATIC)("the static files do not lead to %s", async (file) => {
    const ups = [
      "../",
      "..%2f",
      "%2e%2e/",
      "%2e%2e%2f",
      "..%5c",
      "..\\",
      "%252e%252e%252f",
      ".../",
      "..;/",
    ];
    for (const up of ups) {
      for (const times of [0, 1, 2, 3]) {
        const path = `/static/${up.repeat(times)}${file}`;
        const { status, body } = await send(scenario.url, { path });
        expect(status, path).toBeGreaterThanOrEqual(400);
        expect(body).not.toMatch(/root:x:0|"dependencies"|buildApp/);
      }
    }
  });

  async function tryAll(ask: (path: string) => Sending): Promise<void> {
    await scenario.unchanged(async () => {
      for (const page of guarded) {
        const path = scenario.pathOf(page);
        await tryAs(scenario.nobody, ask(path));
        // Whoever is merely logged in sees what asks for no more than that.
        if (!isLogin(page) || page.member) await tryAs(scenario.outsider, ask(path));
      }
    });
  }

  async function tryAs(who: Guest, sending: Sending): Promise<void> {
    const reply = await send(scenario.url, { as: who, ...sending });
    expect(isOpen(reply), `${sending.path}: ${reply.status} ${reply.body.slice(0, 300)}`).toBe(
      false,
    );
  }
}

/** A page, or anything of a row. To be sent on is no opening, in whatever way it is said. */
function isOpen({ status, headers, body }: Reply): boolean {
  const shown = body.includes(MARKS.own) || body.includes(MARKS.foreign);
  const isRedirect = headers["hx-redirect"] !== undefined;
  return shown || (status >= 200 && status < 300 && !isRedirect) || status === 304;
}

function encoded(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16)}`;
}
