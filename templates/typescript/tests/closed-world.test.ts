import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import { permissionNames } from "../src/permissions.ts";
import { roles } from "../src/roles.ts";
import { buildApp } from "../src/runtime/app.ts";
import type { OpenDatabase } from "../src/database/database.ts";
import type { Guard } from "../src/runtime/guards.ts";
import { compilePath } from "../src/runtime/paths.ts";
import { projectRoot } from "../src/project-root.ts";
import { describeView } from "../src/runtime/registry.ts";
import { views } from "../src/views.ts";
import { apps, endpoints, knownPermissions, project } from "./support/matrix.ts";
import { strayEndpoints } from "./support/samples.ts";

// Nothing is in the code that the manifest does not know, and the other way round.

// Routes are registered without a look at the database.
const database = { db: {}, pool: null, listen: async () => async () => {} };

let app: FastifyInstance;
beforeAll(async () => {
  app = await buildApp({
    database: database as unknown as OpenDatabase,
    sessionSecret: "for tests only, forty characters or more",
  });
  await app.ready();
});
afterAll(() => app?.close());

/** What the runtime itself answers. */
const builtIn = [
  "GET /",
  `GET ${project.login_url}`,
  `POST ${project.login_url}`,
  "POST /logout/",
  "GET /confirm-password/",
  "POST /confirm-password/",
  "GET /audit/",
  "GET /healthz",
  "GET /readyz",
  "GET /static/*",
  "GET /static/vendor/htmx.js",
  "GET /static/vendor/hx-ws.js",
];

const byName = (a: string, b: string) => (a < b ? -1 : 1);

it("registers exactly the routes of the matrix", () => {
  const registered = app.registeredRoutes
    .filter(({ method }) => method !== "HEAD")
    .map(({ method, url }) => `${method} ${url}`);
  const known = endpoints
    .filter(({ method }) => method === "GET" || method === "POST")
    .map(({ method, path }) => `${method} ${compilePath(path).route}`);
  expect([...new Set(registered)].sort(byName)).toEqual([...builtIn, ...known].sort(byName));
});

it("guards every route and event as the matrix says", () => {
  const inCode = views.flatMap((view) => {
    const rules = describeView(view);
    const page = rules.endpoints.find(({ kind }) => kind === "page")?.path ?? "";
    return rules.endpoints.map(({ kind, method, path, guard }) => {
      const what = { get: "GET", post: "POST", page: "GET", event: `EVENT ${method}` }[kind];
      return `${what} ${path ?? page}: ${written(guard)}`;
    });
  });
  const inMatrix = endpoints
    .filter(({ method }) => method !== "CONNECT")
    .map(({ method, event, path, guard }) => {
      const what = method === "EVENT" ? `EVENT ${event}` : method;
      return `${what} ${path}: ${JSON.stringify(guard)}`;
    });
  expect(inCode.sort(byName)).toEqual(inMatrix.sort(byName));
});

it("tests/samples.ts speaks of no endpoint that does not exist", () => {
  expect(strayEndpoints).toEqual([]);
});

it("declares exactly the permissions of the matrix", () => {
  expect([...permissionNames].sort(byName)).toEqual([...knownPermissions].sort(byName));
});

it("gives every role exactly its permissions", () => {
  const inCode = Object.entries(roles).map(([name, held]) => [name, [...held].sort(byName)]);
  const inMatrix = Object.entries(project.roles).map(([name, held]) => [
    name,
    [...held].sort(byName),
  ]);
  expect(Object.fromEntries(inCode)).toEqual(Object.fromEntries(inMatrix));
});

it("names no permission that does not exist", () => {
  const labels = new Set(apps.map(({ label }) => label));
  const known = new Set(knownPermissions);
  const unknown = sources().flatMap(({ file, text }) => {
    const quoted = [...text.matchAll(/["'`]([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)["'`]/g)].filter(
      ([, label = "", codename = ""]) =>
        /^(add|change|delete|view|can)_/.test(codename) ||
        (labels.has(label) && codename.includes("_")),
    );
    const looked = [...text.matchAll(/\bperms\.([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)/g)];
    return [...quoted, ...looked]
      .map(([, label, codename]) => `${label}.${codename}`)
      .filter((name) => !known.has(name))
      .map((name) => `${file}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

function written(guard: Guard): string {
  return JSON.stringify(guard.kind === "permission" ? guard.requirement : guard.kind);
}

/** The project's own code, without the runtime, whose comments show examples. */
function sources(): { file: string; text: string }[] {
  const folder = join(projectRoot(), "src");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.startsWith(join(folder, "runtime")))
    .map((path) => ({ file: relative(projectRoot(), path), text: readFileSync(path, "utf8") }));
}
