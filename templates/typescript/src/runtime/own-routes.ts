/**
 * Routes beside those of the manifest, as `src/routes.ts` lists them. Each says who may pass, and
 * none lies on a path that the manifest or the runtime answers.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Database } from "../database/connection.ts";
import { LoginRequired, PermissionDenied } from "./errors.ts";
import { type Guard, permissionsIn, type Requirement } from "./guards.ts";
import { holdVisitor } from "./hold.ts";
import { compilePath, type PathParams } from "./paths.ts";
import { visitorOf } from "./sessions.ts";
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
export function ownRoute(route: OwnRoute): OwnRoute {
  const { method, path, guard } = route;
  if (!guard) {
    throw new TypeError(
      `${method} ${path}: say who may pass with guard: "public", "login" or a permission.`,
    );
  }
  const segments = segmentsOf(path);
  if (!path.startsWith("/") || !segments.every((segment) => SEGMENT.test(segment))) {
    throw new TypeError(`${path}: write a path like /reports/<int:year>/, without a wildcard.`);
  }
  return route;
}

/**
 * Registers them, after everything else. Throws, naming both, when one could answer in place of
 * another route or beside it, whatever the method.
 */
export function routeOwn(app: FastifyInstance, routes: readonly OwnRoute[], db: Database): void {
  const taken = [...app.registeredRoutes];
  for (const { method, path, guard: who, handler } of routes.map(ownRoute)) {
    const { route, parse } = compilePath(path);
    const other = taken.find(({ url }) => overlap(segmentsOf(url), segmentsOf(route)));
    if (other) throw new Error(`src/routes.ts: ${path} is where ${other.url} answers already.`);
    const guard: Guard =
      who === "public" || who === "login"
        ? { kind: who }
        : { kind: "permission", requirement: who };
    app.route({
      method,
      url: route,
      config: { loginRequired: guard.kind !== "public" },
      async handler(request, reply) {
        const early = visitorOf(request);
        checkVisitor(early, guard);
        const params = parse(request.params as Record<string, string>);
        if (method === "GET") return handler({ request, reply, visitor: early, db, params });
        return db.transaction(async (transaction) => {
          const visitor = await holdVisitor(transaction, early, permissionsIn(guard));
          checkVisitor(visitor, guard);
          return handler({ request, reply, visitor, db: transaction, params });
        });
      },
    });
  }
}

function checkVisitor(visitor: Visitor, guard: Guard): void {
  if (guard.kind !== "public" && !visitor.user) throw new LoginRequired();
  if (!visitor.passes(guard)) throw new PermissionDenied();
}

const segmentsOf = (path: string) => path.split("/").filter(Boolean);
const isParameter = (segment: string) => /^:(?!:)/.test(segment);

/** Is there a path that both mean? Slashes at the end and capitals make no difference. */
function overlap(one: readonly string[], other: readonly string[]): boolean {
  if (one[0] === "*" || other[0] === "*") return true;
  const [first, ...rest] = one;
  const [otherFirst, ...otherRest] = other;
  if (first === undefined || otherFirst === undefined) return first === otherFirst;
  const isSame = first.toLowerCase() === otherFirst.toLowerCase();
  return (isSame || isParameter(first) || isParameter(otherFirst)) && overlap(rest, otherRest);
}
