import { parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { navigation } from "#navigation";
import { apps, type Endpoint, project, visitorNamed } from "./support/matrix.ts";
import { invite } from "./support/people.ts";
import { openStage, type Stage } from "./support/stage.ts";

// The menu names a page exactly when that page lets the visitor in.

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

const pages = apps.flatMap((app) =>
  app.endpoints
    .filter(({ method, path }) => method === "GET" && navigation.some(({ href }) => href === path))
    .map((endpoint) => ({ app, endpoint })),
);

it("names only pages that the manifest knows", () => {
  const known = pages.map(({ endpoint }) => endpoint.path);
  expect(navigation.filter(({ href }) => !known.includes(href))).toEqual([]);
});

for (const { app, endpoint } of pages) {
  describe(endpoint.path, () => {
    for (const { name, visitor, allowed } of steadyVisitors(app, endpoint)) {
      it(`${name} · ${allowed ? "named" : "not named"}`, async () => {
        const { cookie } = await invite(stage, visitor);
        // The start page asks for a login; whoever has none sees the menu on the login page.
        const url =
          visitor.user === "none" || visitor.user === "inactive" ? project.login_url : "/";
        const answer = await stage.app.inject({ url, headers: { cookie } });
        expect(answer.statusCode).toBe(200);
        const named = parse(answer.body)
          .querySelectorAll("nav a")
          .map((link) => link.getAttribute("href"));
        expect(named.includes(endpoint.path)).toBe(allowed);
      });
    }
  });
}

/** The visitors whose rights stay as they are while they look. */
function steadyVisitors(app: (typeof apps)[number], { expect: expected }: Endpoint) {
  return Object.entries(expected).flatMap(([outcome, names = []]) =>
    names
      .map((name) => ({ name, visitor: visitorNamed(app, name), allowed: outcome === "allow" }))
      .filter(({ visitor }) => visitor.meanwhile === undefined),
  );
}
