import { randomUUID } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AuditPermission } from "#audit/permission";
import { permissionNames } from "#permissions";
import { projectRoot } from "#project-root";
import { roles } from "#roles";
import { routes } from "#routes";
import { type Guard, OtherThan, USER } from "#runtime/guards";
import { compilePath, saidPatterns } from "#runtime/paths";
import { describeView } from "#runtime/registry";
import { views } from "#views";
import { startCounting } from "./support/count.ts";
import { signs } from "./support/hand-written.ts";
import { apps, endpoints, knownPermissions, project } from "./support/matrix.ts";
import { strayEndpoints } from "./support/samples.ts";
import { MODES, startWorld, type World } from "./support/world.ts";

// Nothing is in the code that the manifest does not know, and the other way round.

// Both starts, and a look at the code that was written by hand.
const count = startCounting("closed-world", MODES.length + 1);

/** What the runtime itself answers. */
const builtIn = [
  "GET /",
  `GET ${project.login_url}`,
  `POST ${project.login_url}`,
  "POST /logout/",
  "GET /confirm-password/",
  "POST /confirm-password/",
  "GET /my-account/",
  "POST /my-account/password/",
  "POST /my-account/end-session/",
  "POST /my-account/log-out-everywhere/",
  "GET /audit/",
  "GET /healthz",
  "GET /readyz",
  "GET /static/*",
  "GET /static/vendor/htmx.js",
  "GET /static/vendor/hx-ws.js",
];

const byName = (a: string, b: string) => (a < b ? -1 : 1);

const declared = endpoints
  .filter(({ method }) => method !== "EVENT")
  .map(({ method, path }) => `${method} ${compilePath(path).route}`);
const own = routes.map(({ method, path }) => `${method} ${compilePath(path).route}`);

describe.each(MODES)("the application as main.ts starts it, in %s,", (mode) => {
  let started: World | Error;
  beforeAll(async () => {
    started = await startWorld(mode).catch((error: unknown) => new Error(String(error)));
  });
  afterAll(async () => {
    if (!(started instanceof Error)) await started.close();
  });
  // A test that fails is named with its reason, a preparation is not.
  const begun = () => {
    if (started instanceof Error) throw started;
    return started;
  };

  it("registers exactly the routes of the matrix, and those of src/routes.ts", () => {
    const { routes: registered } = begun().started;
    const known = [...builtIn, ...declared, ...own];
    const names = registered.map(({ name }) => name);
    // Fastify answers HEAD wherever it answers GET.
    const followsGet = (name: string) =>
      name.startsWith("HEAD ") && names.includes(name.replace("HEAD", "GET"));
    const strange = registered.filter(({ name }) => !known.includes(name) && !followsGet(name));
    expectNone(
      strange.map(({ name, where }) => `${where} answers ${name}`),
      "Declare it in spire.yaml, or list it in src/routes.ts",
    );
    expectNone(
      known.filter((name) => !names.includes(name)).map((name) => `Nothing answers ${name}`),
    );
    const twice = registered.filter(({ name }, place) => names.indexOf(name) !== place);
    expectNone(twice.map(({ name, where }) => `${where} answers ${name} once more`));
  });

  it("is the runtime's, and answers everything else as the runtime does", () => {
    const { started: application, added, missing, listeners } = begun();
    expect.soft(application.where).toMatch(/^src\/app\.ts:/);
    const answering = added.filter(({ what }) => !MAY_BE_ADDED.test(what));
    expectNone(answering.map(({ where, what }) => `${where} calls ${what} of the application`));
    expectNone(missing.map(({ what }) => `The application lacks what ${what} gives it`));
    expectNone(
      listeners.map((name) => `Somebody listens to "${name}" of the application's server`),
    );
  });

  it("lets nobody in without a login, wherever the matrix asks for one", async () => {
    for (const { method, path, guard } of endpoints) {
      if (method !== "GET" || guard === "public") continue;
      const url = path.replaceAll(/<(\w+):\w+>/g, (_, kind) =>
        kind === "uuid" ? randomUUID() : "1",
      );
      const { statusCode, headers } = await begun().app.inject({ url });
      expect(statusCode, `GET ${url}`).toBe(302);
      expect(headers.location).toContain(`${project.login_url}?next=`);
    }
  });

  it("finds nothing at paths that nobody has declared", async () => {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const) {
      for (const url of [`/${randomUUID()}/`, `/static/${randomUUID()}`, "/static/"]) {
        const { statusCode } = await begun().app.inject({ method, url });
        expect(statusCode, `${method} ${url}`).toBe(404);
      }
    }
  });

  it("listens, and what was added to it or beside it is named as not verified", () => {
    const { recordings, added } = begun();
    const [only, ...others] = recordings.apps;
    const sentences = [
      ...added.map(({ where, what }) => `${where} calls ${what} of the application`),
      ...others.map(({ where }) => `${where} makes another application`),
      ...recordings.servers
        .filter(({ server }) => !recordings.apps.some((one) => one.app.server === server))
        .map(({ where }) => `${where} makes a server of its own`),
    ];
    for (const sentence of sentences) remark(sentence);
    expect(only?.app.server.listening).toBe(true);
    count.held();
  });
});

/** Whatever is found is named: verify shows the beginning of a failure. */
function expectNone(found: readonly string[], advice = ""): void {
  expect.soft(found, [...found, advice].join("; ")).toEqual([]);
}

/** What cannot answer by itself may be added; nobody can say what it does to requests. */
const MAY_BE_ADDED = /^(addHook|decorate|addContentTypeParser|register)/;

it("says no path at which nothing is declared", () => {
  const known = [...builtIn, ...declared, ...own].map((name) => name.replace(/^\S+ /, ""));
  const strange = [...saidPatterns].filter((path) => !known.includes(compilePath(path).route));
  expectNone(
    strange.map((path) => `path("${path}") leads nowhere`),
    "Declare it in spire.yaml, or list it in src/routes.ts",
  );
});

it("names every route of one's own as not verified", () => {
  for (const { method, path, guard } of routes) {
    count.notVerified(
      `${method} ${path}: a route of your own, for ${JSON.stringify(guard)}; nothing tried it.`,
    );
  }
});

it("names hand-written code that could answer a request unseen", () => {
  for (const sign of signs()) remark(sign);
  count.held();
});

const remarks = new Set<string>();
/** Once for each place. */
function remark(sentence: string): void {
  const [place = ""] = sentence.split(" ", 1);
  if (!remarks.has(place)) count.notVerified(`${sentence}: what it answers was not tried.`);
  remarks.add(place);
}

it("serves no file from elsewhere", () => {
  const links = linksIn(join(projectRoot(), "public"));
  expectNone(links.map((path) => `${relative(projectRoot(), path)} is a link`));
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
  const known = [...knownPermissions, ...Object.values(AuditPermission)];
  expect([...permissionNames].sort(byName)).toEqual(known.sort(byName));
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
  const known = new Set<string>([...knownPermissions, ...Object.values(AuditPermission)]);
  const unknown = sources().flatMap(({ file, text }) => {
    // What a colon follows is no permission: a path in the facts of a guard.
    const quoted = [
      ...text.matchAll(/["'`]([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)["'`](?!:)/g),
    ].filter(
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
  const words = guard.kind === "permission" ? guard.requirement : guard.kind;
  return JSON.stringify(words, (_key, value: unknown) => {
    if (value === USER) return "$user";
    if (!(value instanceof OtherThan)) return value;
    return { not: value.values.length === 1 ? value.values[0] : value.values };
  });
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

/** Links in the folder: what they lead to would be served too. */
function linksIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => lstatSync(path).isSymbolicLink());
}
