import { describe, expect, it } from "vitest";
import { livePages } from "./support/doors.ts";
import { openSocket, Refused } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// A socket that another site's page opens would carry the visitor's cookies.

/** What the Origin header says; HOST is the project's own host and port. */
const ORIGINS: Record<string, string | undefined> = {
  "is missing": undefined,
  "is empty": "",
  "is null, as that of a sandboxed frame": "null",
  "is another site": "https://evil.example",
  "is ours without a scheme": "HOST",
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
}
