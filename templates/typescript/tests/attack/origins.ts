import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { livePages, posts } from "./support/doors.ts";
import { send } from "./support/http.ts";
import { openSocket, Refused } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// What another site's page sends, or opens, would carry the visitor's cookies.

/** What the Origin header says; HOST is the project's own host and port. */
const ORIGINS: Record<string, string | undefined> = {
  "is missing": undefined,
  "is empty": "",
  "is null, as that of a sandboxed frame": "null",
  "is another site": "https://evil.example",
  "is ours without a scheme": "HOST",
  "is ours over another scheme": "https://HOST",
  "is ours with a path": "http://HOST/",
  "is ours with a user": "http://me@HOST",
  "is ours in capitals": "HTTP://HOST",
  "begins with ours": "http://HOST.evil.example",
  "ends with ours": "http://evilHOST",
  "has ours as the user": "http://HOST@evil.example",
  "has ours as the path": "http://evil.example/HOST",
  "has ours as the query": "http://evil.example?HOST",
  "has ours as the fragment": "http://evil.example#HOST",
  "has ours after a backslash": "http://evil.example\\HOST",
  "has ours as a subdomain's port": "http://evil.example:HOST",
  "is another port": "http://127.0.0.1:1",
  "is another name of this machine": "http://localhost:1",
  "is a list": "http://HOST, https://evil.example",
  "is a file": "file://",
  "is an extension": "chrome-extension://abcdefghijklmnop",
  "is a script": "javascript:HOST",
};

export function attackOrigins(scenario: Scenario): void {
  describe.skipIf(livePages.length === 0)("a socket is not opened when its Origin", () => {
    it.each(Object.entries(ORIGINS))("%s", async (_what, text) => {
      const origin = text?.replaceAll("HOST", scenario.url.host);
      for (const page of livePages) {
        const headers: Record<string, string> = origin === undefined ? {} : { origin };
        const opening = openSocket(
          scenario.url,
          scenario.pathOf(page),
          scenario.insider,
          headers,
        ).finally(() => {});
        await expect(opening, origin).rejects.toThrow(new Refused("403"));
      }
    });
  });

  describe("a form with the right token changes nothing when its Origin", () => {
    const said = Object.entries(ORIGINS).filter(([, text]) => text !== undefined);
    it.each(said)("%s", async (_what, text = "") => {
      await expectRefused({ origin: text.replaceAll("HOST", scenario.url.host) });
    });
  });

  describe("a form with the right token changes nothing when Sec-Fetch-Site says", () => {
    // "same-site" is what a browser says of a page of another subdomain.
    it.each(["same-site", "cross-site", "", "same-origin, same-site"])("%j", async (text) => {
      await expectRefused({ "sec-fetch-site": text });
      await expectRefused({ "sec-fetch-site": text, origin: scenario.url.origin });
    });
  });

  async function expectRefused(headers: Record<string, string>): Promise<void> {
    const as = scenario.insider;
    for (const post of posts) {
      const sending = { path: scenario.pathOf(post), as, form: await scenario.inputOf(post) };
      await scenario.unchanged(async () => {
        const { status } = await send(scenario.url, { ...sending, headers });
        expect(status, post.id).toBe(403);
      });
    }
    for (const path of ["/logout/", "/confirm-password/", loginUrl]) {
      const { status } = await send(scenario.url, { path, as, form: {}, headers });
      expect(status, path).toBe(403);
    }
    const home = await send(scenario.url, { path: "/", as });
    expect(home.status, "still logged in").toBe(200);
  }
}
