import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { pages, posts } from "./support/doors.ts";
import { send } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// An address without the slash at its end leads to the one with it, and nowhere else.

/** Each is asked for as it is; PAGE is the path of a page, without its last slash. */
const STRANGE = [
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "/\\evil.example?x=1",
  "/.//evil.example",
  "/%5cevil.example",
  "/%2fevil.example",
  "/%09/evil.example",
  "//evil.examplePAGE",
  "//evil.example/..PAGE",
  "/\\evil.example/..PAGE",
  "/%2e%2e//evil.examplePAGE",
  "PAGE//evil.example",
  "PAGE/../../evil.example",
  "PAGE%0d%0alocation:%20//evil.example",
  "PAGE\\",
  "PAGE?next=//evil.example",
  "PAGE#//evil.example",
  "@evil.examplePAGE",
  "/static",
  "/nowhere",
];

const bare = (path: string) => path.replace(/\/$/, "");

export function attackSlashes(scenario: Scenario): void {
  const slashed = pages.filter(({ path }) => path.endsWith("/") && path !== "/");

  describe.skipIf(slashed.length === 0)("an address without its last slash", () => {
    it("leads to the page with its query, whoever asks, and says nothing of it", async () => {
      for (const page of slashed) {
        const path = scenario.pathOf(page);
        const missing = path.replaceAll(/(?<=\/)\d+(?=\/)/g, "999999");
        for (const as of [scenario.insider, scenario.outsider, scenario.nobody]) {
          for (const [method, place] of [
            ["GET", path],
            ["HEAD", path],
            ["GET", missing],
          ] as const) {
            const asked = `${bare(place)}?a=1&b=%2F%3F`;
            const reply = await send(scenario.url, { method, path: asked, as });
            expect(reply.status, asked).toBe(301);
            expect(reply.location).toBe(`${place}?a=1&b=%2F%3F`);
            expect(reply.body).toBe("");
          }
        }
      }
    });

    it.each(STRANGE)("never leads to another site: %s", async (written) => {
      const [page] = slashed;
      const path = written.replace("PAGE", page ? bare(scenario.pathOf(page)) : "");
      const { location, headers } = await send(scenario.url, { path, as: scenario.insider });
      expect(headers["hx-redirect"]).toBe(undefined);
      if (location === "") return;
      expect(location).not.toMatch(/[\\\s]|^\/\//);
      expect(new URL(location, scenario.url).host).toBe(scenario.url.host);
    });

    it("changes nothing and leads nowhere when a form is sent to it", async () => {
      const as = scenario.insider;
      for (const post of posts.filter(({ path }) => path.endsWith("/"))) {
        const form = await scenario.inputOf(post);
        const path = bare(scenario.pathOf(post));
        await scenario.unchanged(async () => {
          const { status, location } = await send(scenario.url, { path, as, form });
          expect([status, location], post.id).toEqual([404, ""]);
        });
      }
      const { status, location, body } = await send(scenario.url, {
        path: bare(loginUrl) || "/login",
        as,
        form: {},
      });
      expect([status, location]).toEqual([404, ""]);
      if (loginUrl.length > 1 && loginUrl.endsWith("/")) expect(body).toContain("end with a slash");
    });
  });
}
