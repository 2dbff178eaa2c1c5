import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { Server } from "node:net";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { FastifyInstance, RouteOptions } from "fastify";
import { projectRoot } from "#project-root";

/** Something that was done to an application: what, with which code, and by whom. */
export interface Change {
  /** The method that was called, and its first argument when that is a name: `addHook onRequest`. */
  readonly what: string;
  /** The functions that were handed over, as text: the same in every application of this project. */
  readonly code: string;
  /** `src/main.ts:31`, or the package that did it. */
  readonly where: string;
}

export interface Route {
  /** `GET /inventory/`, with what else a request must have; `CONNECT` for a socket. */
  readonly name: string;
  readonly where: string;
}

/** A Fastify application, from its first moment on. */
export interface Recording {
  readonly app: FastifyInstance;
  readonly where: string;
  readonly routes: Route[];
  readonly changes: Change[];
}

/** Everything that was made while it was recorded and could answer a request. */
export interface Recordings {
  readonly apps: readonly Recording[];
  readonly servers: readonly { server: Server; where: string }[];
  stop(): void;
}

/** By these an application is told what to answer, besides routes. */
const WATCHED = [
  "addConstraintStrategy",
  "addContentTypeParser",
  "addHook",
  "addHttpMethod",
  "decorate",
  "decorateReply",
  "decorateRequest",
  "register",
  "removeAllContentTypeParsers",
  "removeContentTypeParser",
  "setErrorHandler",
  "setGenReqId",
  "setNotFoundHandler",
  "setReplySerializer",
  "setSchemaController",
  "setSchemaErrorFormatter",
  "setSerializerCompiler",
  "setValidatorCompiler",
] as const;

/** Hooks that see no request; what they do to the application is recorded like everything else. */
const UNASKED = /^addHook (onReady|onListen|preClose|onClose)$/;

/** Records every application and server that this process makes from now on. */
export function record(): Recordings {
  const apps: Recording[] = [];
  const servers: { server: Server; where: string }[] = [];
  const begin = (message: unknown) => {
    apps.push(recordApp((message as { fastify: FastifyInstance }).fastify));
  };
  subscribe("fastify.initialization", begin);
  const { listen } = Server.prototype;
  Server.prototype.listen = function (this: Server, ...args: unknown[]) {
    servers.push({ server: this, where: caller() });
    return Reflect.apply(listen, this, args) as Server;
  };
  return {
    apps,
    servers,
    stop() {
      unsubscribe("fastify.initialization", begin);
      Server.prototype.listen = listen;
    },
  };
}

function recordApp(app: FastifyInstance): Recording {
  const recording: Recording = { app, where: caller(), routes: [], changes: [] };
  // Before anybody else's, and handed down to every plugin.
  app.addHook("onRoute", (route) => {
    const where = caller();
    for (const name of namesOf(route)) recording.routes.push({ name, where });
  });
  const methods = app as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of WATCHED) {
    const original = methods[name];
    if (!original) continue;
    methods[name] = function (this: unknown, ...args: unknown[]) {
      const what = typeof args[0] === "string" ? `${name} ${args[0]}` : name;
      if (!UNASKED.test(what)) {
        recording.changes.push({ what, code: codeOf(args), where: caller() });
      }
      return Reflect.apply(original, this, args);
    };
  }
  return recording;
}

function namesOf(route: RouteOptions & { websocket?: boolean }): string[] {
  const { method, url, constraints, websocket, wsHandler } = route;
  const limits = Object.keys(constraints ?? {}).length > 0 ? ` ${JSON.stringify(constraints)}` : "";
  const methods = [method].flat();
  const takesSockets = methods.includes("GET") && (websocket || wsHandler);
  return [...methods, ...(takesSockets ? ["CONNECT"] : [])].map(
    (name) => `${name} ${url}${limits}`,
  );
}

/** The functions among the arguments, and the folder that a plugin is to serve. */
function codeOf(args: readonly unknown[]): string {
  const parts = args.map((argument) => {
    if (typeof argument === "function") return String(argument);
    const { root } = Object(argument) as { root?: unknown };
    return root === undefined ? "" : `root: ${String(root)}`;
  });
  return parts.join("\n");
}

/** Who called: a place in the project's own code, or a package. */
function caller(): string {
  const places = (new Error().stack ?? "").split("\n").flatMap((line) => {
    const [, file = "", number = ""] =
      /((?:file:\/\/)?(?:\/|[A-Za-z]:)[^()]*?):(\d+):\d+\)?$/.exec(line) ?? [];
    if (file === "") return [];
    const path = file.startsWith("file:") ? fileURLToPath(file) : file;
    return [{ path: path.replaceAll("\\", "/"), number }];
  });
  const root = projectRoot().replaceAll("\\", "/");
  const own = places.find(
    ({ path }) => path.startsWith(`${root}/`) && !/\/node_modules\/|\/tests\/support\//.test(path),
  );
  if (own) return `${relative(root, own.path)}:${own.number}`;
  const names = places.flatMap(
    ({ path }) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? [],
  );
  return (
    names.find((name) => !["fastify", "avvio", "vitest", "vite"].includes(name)) ?? "(unknown)"
  );
}
