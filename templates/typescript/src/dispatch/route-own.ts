/** Serves the routes that `src/routes.ts` lists, each behind its guard. */
import type { FastifyInstance } from "fastify";
import { holdVisitor } from "#accounts/hold-visitor";
import { visitorOf } from "#accounts/request-session";
import type { Database } from "#database/connection";
import { LoginRequired, PermissionDenied } from "#runtime/errors";
import { type Guard, permissionsIn } from "#runtime/guards";
import { type OwnRoute, ownRoute } from "#runtime/own-routes";
import { compilePath, segmentsOf } from "#runtime/paths";
import type { Visitor } from "#runtime/visitor";

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
