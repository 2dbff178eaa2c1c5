import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { breakableProject, runTests } from "../../../support/breakable-project.ts";
import { editFile } from "../../../support/edit-file.ts";

// Whatever answers a request and is in neither the manifest nor src/routes.ts is found and named by
// the tests that ship in a generated project, or named under "Not verified".

const TIMEOUT = 240_000;
const IMPORT = 'import { buildApp } from "./app.ts";\n';
const STATIC = 'import fastifyStatic from "@fastify/static";\n';
const OPTION = "    trustProxy,\n";
const HIDDEN = `import { get, publicAccess } from "./runtime/decorators.ts";
import { View } from "./runtime/view.ts";

export class Hidden extends View {
  @get("/hidden-view/")
  @publicAccess()
  show() {
    return this.done("x");
  }
}
`;
const MINE = `import Fastify from "fastify";
export async function buildApp(_options: object) {
  return Fastify({ rewriteUrl: () => "/" });
}
`;
const LISTEN = "  const address = await app.listen({ host, port });\n";

interface World {
  project: string;
  failed: string[];
  /** What the failures say. */
  messages: string;
  /** What `spire verify` is to name. */
  notVerified: string[];
}

/** Runs the closed-world test of a project after an edit. */
async function worldOf(edit: (project: string) => void, manifest?: string): Promise<World> {
  const project = await breakableProject(manifest);
  edit(project);
  const { failed, messages } = await runTests(project, "tests/closed-world.test.ts");
  const proof = JSON.parse(readFileSync(join(project, ".spire-proof.json"), "utf8")) as {
    notVerified: string[];
  };
  return { project, failed, messages, notVerified: proof.notVerified };
}

function replace(project: string, file: string, from: string, to: string): void {
  const path = join(project, file);
  const text = readFileSync(path, "utf8");
  expect(text, `${file} is as this test knows it`).toContain(from);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}

/** Puts statements where `main.ts` has an application that does not listen yet, or listens. */
function editMain(project: string, before: readonly string[], after: readonly string[] = []): void {
  const lines = (code: readonly string[]) => code.map((line) => `  ${line}\n`).join("");
  replace(project, "src/main.ts", LISTEN, lines(before) + LISTEN + lines(after));
}

/** Views that are called like what opens a door, and texts that look like it. */
const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf:
        fields:
          route: { type: string, help_text: 'import("x") from "http" app.get("/x") eval(1)' }
          is_locked: boolean
        permissions: { can_lock_shelf: Can lock a shelf }
    views:
      list: { kind: list, links: [detail, register, inject, route, import, decorate, add_hook] }
      detail: { kind: detail, links: [all, get] }
      register: { kind: action, permission: can_lock_shelf, effect: { toggle: is_locked } }
      inject: { kind: action, permission: can_lock_shelf, effect: { toggle: is_locked } }
      all: { kind: action, permission: can_lock_shelf, effect: { toggle: is_locked } }
      get: { kind: action, permission: can_lock_shelf, effect: { toggle: is_locked } }
      route: { kind: action, permission: can_lock_shelf }
      import: { kind: action, permission: can_lock_shelf }
      decorate: { kind: page, permission: can_lock_shelf }
      server: { kind: page, path: "/s/<uuid:one>/<slug:two>/", permission: can_lock_shelf }
      add_hook: { kind: page, public: true }
  server:
    models: { Server: { fields: { name: string } } }
    views:
      list: { kind: list }
      emit: { kind: action, permission: change_server }
`;

it(
  "a project as it was generated has nothing to name",
  async () => {
    const { failed, notVerified } = await worldOf(() => {}, MANIFEST);
    expect(failed).toEqual([]);
    expect(notVerified).toEqual([]);
  },
  TIMEOUT,
);

describe("a path", () => {
  it(
    "that was changed where it is said is found as a route, and named",
    async () => {
      const { failed, messages } = await worldOf((project) =>
        replace(project, "src/apps/shelf/urls.ts", 'path("/shelf/")', 'path("/elsewhere/")'),
      );
      expect(failed).toContainEqual(expect.stringContaining("registers exactly the routes"));
      expect(failed).toContain("guards every route and event as the matrix says");
      expect(messages).toContain("answers GET /elsewhere/");
      expect(messages).toContain("Nothing answers GET /shelf/");
    },
    TIMEOUT,
  );

  it(
    "that a view has from elsewhere is found as a route, and named",
    async () => {
      const { failed, messages } = await worldOf((project) => {
        const view = "src/apps/shelf/views/list.ts";
        replace(project, view, "@get(shelfUrls.list)", "@get(mine.list)");
        replace(
          project,
          view,
          "\n@loginRequired",
          '\nconst mine = { list: "/mine/" };\n@loginRequired',
        );
      });
      expect(failed).toContainEqual(expect.stringContaining("registers exactly the routes"));
      expect(messages).toContain("answers GET /mine/");
    },
    TIMEOUT,
  );

  it(
    "to which a page links though nothing is declared there is named",
    async () => {
      const { failed, messages } = await worldOf((project) => {
        const page = "src/apps/shelf/templates/list.tsx";
        const made = 'import { path } from "../../../runtime/paths.ts";\n';
        const text = readFileSync(join(project, page), "utf8");
        const link = "export const nowhere = path(`/no${'where'}/`);\n";
        writeFileSync(join(project, page), `${made}${text}${link}`);
      });
      expect(failed).toEqual(["says no path at which nothing is declared"]);
      expect(messages).toContain('path("/nowhere/") leads nowhere');
    },
    TIMEOUT,
  );
});

describe("routes beside those of the manifest", () => {
  const ROUTES: readonly [what: string, code: string, named: string][] = [
    ["a GET", 'app.get("/a/", async () => "x");', "GET /a/"],
    ["a HEAD alone", 'app.head("/b/", async () => "x");', "HEAD /b/"],
    ["OPTIONS", 'app.options("/c/", async () => "x");', "OPTIONS /c/"],
    [
      "a method that few know",
      'app.addHttpMethod("PURGE"); app.route({ method: "PURGE", url: "/d/", handler: async () => "x" });',
      "PURGE /d/",
    ],
    ["a wildcard", 'app.get("/e/*", async () => "x");', "GET /e/*"],
    ["a regular expression", 'app.get("/f/:id(^\\\\d+$)", async () => "x");', "GET /f/:id(^\\d+$)"],
    [
      "one for another host, at a declared path",
      'app.get("/shelf/", { constraints: { host: "evil.example" } }, async () => "x");',
      'GET /shelf/ {"host":"evil.example"}',
    ],
    [
      "one for another version, at a declared path",
      'app.get("/shelf/", { constraints: { version: "2.0.0" } }, async () => "x");',
      'GET /shelf/ {"version":"2.0.0"}',
    ],
    ["another method at a declared path", 'app.put("/shelf/", async () => "x");', "PUT /shelf/"],
    [
      "a plugin's",
      'void app.register(async (inner) => { inner.get("/h/", async () => "x"); }, { prefix: "/plugin" });',
      "GET /plugin/h/",
    ],
    [
      "a plugin's plugin's",
      'void app.register(async (inner) => { await inner.register(async (innermost) => { innermost.get("/i/", async () => "x"); }); });',
      "GET /i/",
    ],
    [
      "a socket",
      'app.get("/k/", { websocket: true }, (socket) => { socket.close(); });',
      "CONNECT /k/",
    ],
    [
      "a socket's path beside its page",
      'app.route({ method: "GET", url: "/l/", handler: async () => "x", wsHandler: (socket) => { socket.close(); } });',
      "CONNECT /l/",
    ],
    [
      "files of another folder",
      'void app.register(fastifyStatic, { root: "/", prefix: "/disk/", decorateReply: false });',
      "GET /disk/*",
    ],
    [
      "one in production alone",
      'if (process.env["NODE_ENV"] === "production") app.get("/m/", async () => "x");',
      "GET /m/",
    ],
    ["one while developing alone", 'if (development) app.get("/n/", async () => "x");', "GET /n/"],
  ];

  let world: World;
  beforeAll(async () => {
    world = await worldOf((project) => {
      editMain(
        project,
        ROUTES.map(([, code]) => code),
      );
      replace(project, "src/main.ts", IMPORT, `${STATIC}${IMPORT}`);
    });
  }, TIMEOUT);

  it.each(ROUTES)("%s is found and named", (_what, _code, named) => {
    expect(world.failed.join()).toContain("registers exactly the routes of the matrix");
    expect(world.messages).toMatch(
      new RegExp(`(src/main\\.ts:\\d+|@fastify/static) answers ${escape(named)};`),
    );
    expect(world.messages).toContain("Declare it in spire.yaml, or list it in src/routes.ts");
  });
});

it(
  "a route that is registered once the application is ready stops it",
  async () => {
    const late = 'app.get("/late/", async () => "x");';
    const { failed, messages } = await worldOf((project) =>
      editMain(project, [`app.addHook("onReady", async () => { ${late} });`]),
    );
    expect(failed).not.toEqual([]);
    expect(messages).toContain("src/main.ts ends with 1: FastifyError [FST_ERR_ROOT_PLG_BOOTED]");
  },
  TIMEOUT,
);

describe("what answers beside routes", () => {
  const ANSWERS: readonly [what: string, code: string, named: RegExp][] = [
    [
      "an error handler",
      'app.setErrorHandler(async () => "x");',
      /src\/main\.ts:\d+ calls setErrorHandler/,
    ],
    [
      "a not-found handler",
      'void app.register(async (inner) => { inner.setNotFoundHandler(async () => "x"); }, { prefix: "/x" });',
      /src\/main\.ts:\d+ calls setNotFoundHandler/,
    ],
    [
      "a serializer of replies",
      'app.setReplySerializer(() => "x");',
      /src\/main\.ts:\d+ calls setReplySerializer/,
    ],
    [
      "another constraint of routes",
      'app.addConstraintStrategy({ name: "secret", storage: () => ({ get: () => null, set: () => {} }), deriveConstraint: () => "x", mustMatchWhenDerived: false } as never);',
      /src\/main\.ts:\d+ calls addConstraintStrategy/,
    ],
  ];
  const LISTENERS: readonly [what: string, code: string][] = [
    ["request", 'app.server.on("request", () => {});'],
    ["upgrade", 'app.server.prependListener("upgrade", () => {});'],
    ["connection", 'setTimeout(() => app.server.on("connection", () => {}), 20);'],
    ["checkContinue", 'app.server.on("checkContinue", () => {});'],
  ];

  /** What `main.ts` hands to the runtime, and what lies in the public folder. */
  const OPTIONS: readonly [what: string, edit: (project: string) => void, named: RegExp][] = [
    [
      "another public folder",
      (project) => replace(project, "src/main.ts", OPTION, `${OPTION}    publicFolder: "/",\n`),
      /lacks what register gives it/,
    ],
    [
      "a view more",
      (project) => {
        replace(project, "src/main.ts", OPTION, `${OPTION}    views: [...views, Hidden],\n`);
        replace(
          project,
          "src/main.ts",
          IMPORT,
          `${IMPORT}import { Hidden } from "./hidden.ts";\nimport { views } from "./views.ts";\n`,
        );
        writeFileSync(join(project, "src/hidden.ts"), HIDDEN);
      },
      /answers GET \/hidden-view\//,
    ],
    [
      "routes that are listed elsewhere",
      (project) =>
        replace(
          project,
          "src/main.ts",
          OPTION,
          `${OPTION}    routes: [{ method: "GET", path: "/hidden-route/", guard: "public", handler: () => "x" }],\n`,
        ),
      /answers GET \/hidden-route\//,
    ],
    [
      "files that lie elsewhere",
      (project) => symlinkSync(tmpdir(), join(project, "public", "elsewhere")),
      /public\/elsewhere is a link/,
    ],
  ];

  let world: World;
  beforeAll(async () => {
    world = await worldOf((project) => {
      editMain(
        project,
        ANSWERS.map(([, code]) => code),
        LISTENERS.map(([, code]) => code),
      );
      for (const [, edit] of OPTIONS) edit(project);
    });
  }, TIMEOUT);

  it.each([...ANSWERS, ...OPTIONS])("%s is found and named", (_what, _edit, named) => {
    expect(world.failed).not.toEqual([]);
    expect(world.messages).toMatch(named);
  });

  it.each(LISTENERS)("a listener to %s of the server is found and named", (name) => {
    expect(world.failed).not.toEqual([]);
    expect(world.messages).toContain(`Somebody listens to "${name}" of the application's server`);
  });

  it(
    "a hook that answers every unknown path is found and named",
    async () => {
      const hook = 'if (request.is404) return reply.send("x");';
      const { messages } = await worldOf((project) =>
        editMain(project, [`app.addHook("onRequest", async (request, reply) => { ${hook} });`]),
      );
      expect(messages).toMatch(/GET \/[\w-]+\/: expected 200 to be 404/);
    },
    TIMEOUT,
  );

  it(
    "an application that the runtime did not make is found",
    async () => {
      const { messages } = await worldOf((project) => {
        replace(project, "src/main.ts", IMPORT, IMPORT.replace("./app", "./mine"));
        writeFileSync(join(project, "src/mine.ts"), MINE);
      });
      expect(messages).toContain("Nothing answers GET /shelf/");
      expect(messages).toContain("src/mine.ts:3");
    },
    TIMEOUT,
  );
});

describe("what may answer, and nobody can say what", () => {
  const CODE: readonly [what: string, code: string, named: RegExp][] = [
    ...[
      "onRequest",
      "preParsing",
      "preValidation",
      "preHandler",
      "onSend",
      "onError",
      "onRoute",
    ].map((name): [string, string, RegExp] => [
      `an ${name} hook`,
      `app.addHook("${name}" as "onReady", ${name === "onRoute" ? "" : "async "}() => {});`,
      new RegExp(`src/main\\.ts:\\d+ calls addHook ${name} of the application`),
    ]),
    ["a reply's decorator", 'app.decorateReply("hello", () => "x");', /calls decorateReply hello/],
    [
      "a parser",
      'app.addContentTypeParser("text/x", (_request, _body, done) => done(null));',
      /calls addContentTypeParser text\/x/,
    ],
    [
      "a server of one's own",
      '(await import("node:http")).createServer((_request, response) => response.end()).listen(0);',
      /src\/main\.ts:\d+ (makes a server of its own|uses node:http)/,
    ],
    [
      "an application of one's own",
      'void (await import("fastify")).default({ rewriteUrl: () => "/" });',
      /src\/main\.ts:\d+ (makes another application|uses fastify)/,
    ],
    [
      "a route that is only registered when something is set",
      'if (process.env["BACKDOOR"]) app.get("/backdoor/", async () => "x");',
      /src\/main\.ts:\d+ calls get with a path/,
    ],
    [
      "a listener that comes late",
      'setTimeout(() => app.server.on("request", () => {}), 3_600_000).unref();',
      /src\/main\.ts:\d+ calls on of a server/,
    ],
    [
      "a request that is injected",
      "if (development && port === 1) await app.inject({});",
      /src\/main\.ts:\d+ calls inject/,
    ],
  ];

  const ELSEWHERE: readonly [what: string, file: string, code: string, named: RegExp][] = [
    [
      "a view that loads a server",
      "src/apps/shelf/views/list.ts",
      'import "node:http";\n',
      /src\/apps\/shelf\/views\/list\.ts:1 uses node:http/,
    ],
    [
      "a view that waits for the application",
      "src/apps/shelf/views/lock.ts",
      'import { subscribe } from "node:diagnostics_channel";\nsubscribe("fastify.initialization", () => {});\n',
      /src\/apps\/shelf\/views\/lock\.ts:1 uses node:diagnostics_channel/,
    ],
    [
      "a file of one's own among the runtime's",
      "src/runtime/mine.ts",
      'import "node:http2";\n',
      /src\/runtime\/mine\.ts:1 uses node:http2/,
    ],
    [
      "a process of its own",
      "lib/worker.ts",
      'import { spawn } from "child_process";\nspawn("true");\n',
      /lib\/worker\.ts:1 uses node:child_process/,
    ],
    [
      "a module whose name is worked out",
      "src/plugins.ts",
      'const name = "x";\nexport const plugin = () => import(name);\n',
      /src\/plugins\.ts:2 loads a module/,
    ],
    [
      "a folder in which modules have other names",
      "src/apps/shelf/package.json",
      '{ "type": "module", "imports": { "#*": "../../*.js" } }\n',
      /src\/apps\/shelf\/package\.json gives modules names of its own/,
    ],
    [
      "a plugin of Fastify's",
      "src/proxy.ts",
      'import proxy from "@fastify/http-proxy";\nexport default proxy;\n',
      /src\/proxy\.ts:1 uses @fastify\/http-proxy/,
    ],
  ];

  let world: World;
  beforeAll(async () => {
    world = await worldOf((project) => {
      editMain(
        project,
        CODE.map(([, code]) => code),
      );
      for (const [, file, code] of ELSEWHERE) {
        const path = join(project, file);
        mkdirSync(join(path, ".."), { recursive: true });
        const existing = file.includes("/views/") ? readFileSync(path, "utf8") : "";
        writeFileSync(path, code + existing);
      }
      editFile(project, "package.json", '"#*"', '"#http": "node:http",\n    "#*"');
    });
  }, TIMEOUT);

  it("fails nothing", () => {
    expect(world.messages).toBe("");
    expect(world.failed).toEqual([]);
  });

  it.each(CODE)("%s is named", (_what, _code, named) => {
    expect(world.notVerified.join("\n")).toMatch(named);
  });

  it.each(ELSEWHERE)("%s is named", (_what, _file, _code, named) => {
    expect(world.notVerified.join("\n")).toMatch(named);
  });

  it("another name for a server's module is named", () => {
    expect(world.notVerified.join("\n")).toContain('package.json says #http for "node:http"');
  });
});

describe("a route of one's own", () => {
  const ROUTE = `[
  ownRoute({
    method: "GET",
    path: "/reports/<int:year>/",
    guard: "login",
    handler: ({ params }) => ({ year: params["year"] }),
  }),
]`;

  function writeRoutes(project: string, routes: string): void {
    replace(project, "src/routes.ts", "[];", `${routes};`);
    replace(
      project,
      "src/routes.ts",
      "import type { OwnRoute }",
      "import { type OwnRoute, ownRoute }",
    );
  }

  it(
    "passes, and is named",
    async () => {
      const { failed, notVerified } = await worldOf((project) => writeRoutes(project, ROUTE));
      expect(failed).toEqual([]);
      expect(notVerified).toEqual([
        'GET /reports/<int:year>/: a route of your own, for "login"; nothing tried it.',
      ]);
    },
    TIMEOUT,
  );

  it(
    "is refused where the manifest answers",
    async () => {
      const { failed, messages } = await worldOf((project) =>
        writeRoutes(project, ROUTE.replace("/reports/<int:year>/", "/shelf/7/update/")),
      );
      expect(failed).not.toEqual([]);
      expect(messages).toContain("/shelf/7/update/ is where /shelf/:pk/update/ answers already");
    },
    TIMEOUT,
  );
});

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
