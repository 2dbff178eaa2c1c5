/**
 * The decorators that views are written with: which doors a class has, who may pass, what else is
 * demanded. They only write down; the dispatcher checks. What is in the wrong order or left out
 * throws when the class is defined, or when it is registered (`describeView`).
 */
import { getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Shape, ValuesOf } from "./field.ts";
import type { Answer } from "./answer.ts";
import { PermissionDenied } from "./errors.ts";
import { factsIn, type Guard, type Requirement } from "./guards.ts";
import { type LiveView, reservedHandlerNames } from "./live-view.ts";
import { type PathLike, patternOf } from "./paths.ts";
import { type Endpoint, type KeyedTable, type Limit, rulesOf } from "./registry.ts";
import { CONTEXT, type View } from "./view.ts";

export { allOf, anyOf, not, row, USER } from "./guards.ts";

type AnyView = View<any, any>;
type ColumnOf<T extends PgTable> = keyof T["$inferSelect"] & string;
type Method<This, Args extends unknown[], R> = (this: This, ...args: Args) => R;
type MethodContext<This, Args extends unknown[], R> = ClassMethodDecoratorContext<
  This,
  Method<This, Args, R>
>;
/** What the bookkeeping below needs of a context, whatever the method's type. */
type Member = Pick<ClassMethodDecoratorContext, "name" | "static" | "private" | "metadata">;

const ORDER =
  "The right order, from the outside in: " +
  "@get(path), @post(path), @page(path) or @eventHandler(); then exactly one of " +
  "@permissionRequired(…), @loginIsEnough() or @publicAccess(); " +
  "then @rateLimit(…), @confirmPassword(), @unchanged(…) or @seenByForm(), @audited().";

function wrong(context: Member, problem: string): never {
  throw new TypeError(`${String(context.name)}: ${problem} ${ORDER}`);
}

function methodRules(context: Member): Partial<Endpoint> {
  if (context.static || context.private || typeof context.name !== "string") {
    wrong(context, "endpoints and guards belong on public methods of an instance.");
  }
  const { methods } = rulesOf(context);
  let said = methods.get(context.name);
  if (!said) methods.set(context.name, (said = {}));
  return said;
}

function columnOf(table: PgTable, name: string): PgColumn {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!column) throw new TypeError(`No column "${name}" in the table of an object or member rule.`);
  return column;
}

// Class decorators ---------------------------------------------------------------------------

/** Nobody passes without logging in; anonymous and inactive visitors go to the login page. */
export function loginRequired(_view: new () => AnyView, context: ClassDecoratorContext): void {
  rulesOf(context).loginRequired = true;
}

/** Loads one row by the path parameter `key` as `this.object`; 404 when it is missing. */
export function objectRequired<T extends KeyedTable>(table: T, options: { key: string }) {
  return (_view: new () => View<T["$inferSelect"], unknown>, context: ClassDecoratorContext) => {
    rulesOf(context).object = { table, key: options.key };
  };
}

/** Loads a second row as `this.row`, and only one whose column `scope` holds the object's id. */
export function rowRequired<T extends KeyedTable>(
  table: T,
  options: { key: string; scope: ColumnOf<T> },
) {
  return (_view: new () => View<unknown, T["$inferSelect"]>, context: ClassDecoratorContext) => {
    rulesOf(context).row = { table, key: options.key, scope: columnOf(table, options.scope) };
  };
}

/** Demands a row that ties the object to the visitor; others, superusers too, go `otherwise`. */
export function memberRequired<T extends PgTable>(
  table: T,
  options: { object: ColumnOf<T>; user: ColumnOf<T>; otherwise: string },
) {
  return (_view: new () => AnyView, context: ClassDecoratorContext) => {
    rulesOf(context).member = {
      table,
      object: columnOf(table, options.object),
      user: columnOf(table, options.user),
      otherwise: options.otherwise,
    };
  };
}

// Endpoints: the outermost decorator of a method -----------------------------------------------

/** Fits the methods of a `Base` that take `Args` and answer with an `R`, at once or later. */
type EndpointDecorator<Base, Args extends unknown[], R> = <This extends Base>(
  method: Method<This, Args, R | Promise<R>>,
  context: MethodContext<This, Args, R | Promise<R>>,
) => void;

function endpoint(name: string, kind: Endpoint["kind"], path: string | null, params: Shape = {}) {
  return (_method: unknown, context: Member): void => {
    if (kind === "page" && context.name !== "mount") wrong(context, `${name} belongs on mount.`);
    if (kind === "event" && reservedHandlerNames.has(String(context.name))) {
      wrong(context, "a live view has a member of this name; give the handler another.");
    }
    const said = methodRules(context);
    if (said.kind) wrong(context, `${name} meets a second endpoint decorator on the same method.`);
    if (!said.guard) wrong(context, `${name} found no guard inside it.`);
    const none = { rateLimit: null, confirmPassword: null, audited: false, unchanged: null };
    const protections = { ...none, ...said };
    Object.assign(said, protections, { kind, path, params, method: context.name });
  };
}

/** Answers GET and HEAD at `path`: one of a urls.ts, or text like `/inventory/<int:pk>/`. */
export function get(path: PathLike): EndpointDecorator<AnyView, [], Answer> {
  return endpoint("@get", "get", patternOf(path));
}

/** Answers POST at `path`; `params` are checked strictly before the body runs. */
export function post<S extends Shape = Record<never, never>>(
  path: PathLike,
  params?: S,
): EndpointDecorator<AnyView, [values: ValuesOf<S>], Answer> {
  return endpoint("@post", "post", patternOf(path), params);
}

/** On `mount` of a live view: its page and its socket. */
export function page(path: PathLike): EndpointDecorator<LiveView<unknown>, [], void> {
  return endpoint("@page", "page", patternOf(path));
}

/** Answers the event of the method's name on the page's socket; `params` are checked strictly. */
export function eventHandler<S extends Shape = Record<never, never>>(
  params?: S,
): EndpointDecorator<LiveView<unknown>, [values: ValuesOf<S>], Answer | void> {
  return endpoint("@eventHandler", "event", null, params);
}

// Guards: exactly one, inside the endpoint -------------------------------------------------------

type GuardDecorator = <This extends AnyView, Args extends unknown[], R>(
  method: Method<This, Args, R>,
  context: MethodContext<This, Args, R>,
) => Method<This, Args, R>;

function guarded(name: string, guard: Guard): GuardDecorator {
  return (method, context) => {
    const said = methodRules(context);
    if (said.kind) wrong(context, `${name} stands outside the endpoint decorator.`);
    if (said.guard) wrong(context, `${name} is a second guard.`);
    said.guard = guard;
    // Guard in depth: the method checks again, whoever calls it.
    return function (...args) {
      if (!isPassed(this, guard)) throw new PermissionDenied();
      return method.apply(this, args);
    };
  };
}

/** What the dispatcher has seen of the row counts, and of its facts nothing else does. */
function isPassed({ visitor, [CONTEXT]: { met } }: AnyView, guard: Guard): boolean {
  return factsIn(guard).length === 0 ? visitor.passes(guard) : met.has(guard);
}

/** Only for those who hold the permission, or meet `anyOf(…)` or `allOf(…)`. */
export function permissionRequired(requirement: Requirement): GuardDecorator {
  return guarded("@permissionRequired", { kind: "permission", requirement });
}

/** For everybody who is logged in (`permission: none` in the manifest). */
export function loginIsEnough(): GuardDecorator {
  return guarded("@loginIsEnough", { kind: "login" });
}

/** For everyone (`public: true` in the manifest); the class has no `@loginRequired` then. */
export function publicAccess(): GuardDecorator {
  return guarded("@publicAccess", { kind: "public" });
}

// Protections: inside the guard ------------------------------------------------------------------

function protection(name: string, protections: Partial<Endpoint>) {
  return (_method: unknown, context: ClassMethodDecoratorContext): void => {
    const said = methodRules(context);
    if (said.kind || said.guard) wrong(context, `${name} stands outside the guard.`);
    Object.assign(said, protections);
  };
}

/** At most so many calls of one user in so many seconds; more are answered 429. */
export function rateLimit(limit: Limit) {
  return protection("@rateLimit", { rateLimit: limit });
}

/**
 * Asks for the password again unless it was confirmed a few minutes ago.
 *
 * @param what is confirmed: `Retire`
 */
export function confirmPassword(what = "") {
  return protection("@confirmPassword", { confirmPassword: what });
}

/**
 * Only on the row as the sender saw it, in these of its columns; without names in all of them. Their
 * form or control says what it saw (`WriteFields`, `eventValues`), a program sends If-Match.
 */
export function unchanged(...columns: string[]) {
  return protection("@unchanged", { unchanged: { columns, by: "dispatcher" } });
}

/** Only on a row of which the form says what it saw; `readChange` shows what became of each field. */
export function seenByForm() {
  return protection("@seenByForm", { unchanged: { columns: [], by: "form" } });
}

/** Writes who did what to the audit log, in the same transaction; denied attempts too. */
export function audited() {
  return protection("@audited", { audited: true });
}
