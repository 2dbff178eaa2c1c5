/**
 * Routes beside those of the manifest, as `src/routes.ts` lists them. Each says who may pass, and
 * none lies on a path that the manifest or the runtime answers.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Database } from "#database/connection";
import type { Requirement } from "./guards.ts";
import { type PathLike, type PathParams, patternOf, segmentsOf } from "./paths.ts";
import type { Visitor } from "./visitor.ts";

/** What the handler of a route works with. */
export interface RouteContext {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly visitor: Visitor;
  /** For every method but GET a transaction, in which the visitor's rights hold to its end. */
  readonly db: Database;
  readonly params: PathParams;
}

export interface OwnRoute {
  /** Every method but GET needs a form's token, as everywhere. */
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** In Django's notation, like the manifest's: `/reports/<int:year>/`. */
  readonly path: string;
  /** Who may pass: everybody, whoever is logged in, or who holds a permission (`anyOf`, `allOf`). */
  readonly guard: "public" | "login" | Requirement;
  /** What it returns is sent: a text, or an object as JSON. */
  readonly handler: (context: RouteContext) => unknown;
}

/** A segment of a path: a fixed text or a parameter, no wildcard. */
const SEGMENT = /^(?:[\w.~-]+|<\w+:\w+>)$/;

/** A route of one's own. Throws when it does not say who may pass, or when its path is none. */
export function ownRoute(route: Omit<OwnRoute, "path"> & { path: PathLike }): OwnRoute {
  const { method, guard } = route;
  const path = patternOf(route.path);
  if (!guard) {
    throw new TypeError(
      `${method} ${path}: say who may pass with guard: "public", "login" or a permission.`,
    );
  }
  const segments = segmentsOf(path);
  if (!path.startsWith("/") || !segments.every((segment) => SEGMENT.test(segment))) {
    throw new TypeError(`${path}: write a path like /reports/<int:year>/, without a wildcard.`);
  }
  return { ...route, path };
}
