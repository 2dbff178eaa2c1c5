import { getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { PermissionDenied } from "./errors.ts";
import type { Shape, ValuesOf } from "./fields.ts";
import type { Guard, Requirement } from "./guards.ts";
import { type LiveView, reservedHandlerNames } from "./live-view.ts";
import type { Answer } from "./answer.ts";
import { type Endpoint, type KeyedTable, rulesOf } from "./registry.ts";
import type { View } from "./view.ts";

export { allOf, anyOf } from "./guards.ts";

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyView = View<any, any>;
type Awaitable<T> = T | Promise<T>;
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
  "then @rateLimit(…), @confirmPassword(), @audited().";

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

function endpoint(
  name: string,
  kind: Endpoint["kind"],
  context: Member,
  path: string | null,
  params: Shape,
): void {
  const said = methodRules(context);
  if (said.kind) wrong(context, `${name} meets a second endpoint decorator on the same method.`);
  if (!said.guard) wrong(context, `${name} found no guard inside it.`);
  const protections = { rateLimit: null, confirmPassword: false, audited: false, ...said };
  Object.assign(said, protections, { kind, path, params, method: context.name });
}

/** Answers GET and HEAD at `path`, e.g. `/inventory/<int:pk>/`. */
export function get(path: string) {
  return <This extends AnyView>(
    _method: Method<This, [], Awaitable<Answer>>,
    context: MethodContext<This, [], Awaitable<Answer>>,
  ): void => endpoint("@get", "get", context, path, {});
}

/** Answers POST at `path`; `params` are checked strictly before the body runs. */
export function post<S extends Shape = Record<never, never>>(path: string, params?: S) {
  return <This extends AnyView>(
    _method: Method<This, [values: ValuesOf<S>], Awaitable<Answer>>,
    context: MethodContext<This, [values: ValuesOf<S>], Awaitable<Answer>>,
  ): void => endpoint("@post", "post", context, path, params ?? {});
}

/** On `mount` of a live view: its page and its socket. */
export function page(path: string) {
  return <This extends LiveView<unknown>>(
    _method: Method<This, [], Awaitable<void>>,
    context: MethodContext<This, [], Awaitable<void>>,
  ): void => {
    if (context.name !== "mount") wrong(context, "@page belongs on mount.");
    endpoint("@page", "page", context, path, {});
  };
}

/** Answers the event of the method's name on the page's socket. */
export function eventHandler<S extends Shape = Record<never, never>>(params?: S) {
  return <This extends LiveView<unknown>>(
    _method: Method<This, [values: ValuesOf<S>], Awaitable<Answer | void>>,
    context: MethodContext<This, [values: ValuesOf<S>], Awaitable<Answer | void>>,
  ): void => {
    if (reservedHandlerNames.has(String(context.name))) {
      wrong(context, "a live view has a member of this name; give the handler another.");
    }
    endpoint("@eventHandler", "event", context, null, params ?? {});
  };
}

// Guards: exactly one, inside the endpoint -------------------------------------------------------

function guarded<This extends AnyView, Args extends unknown[], R>(
  name: string,
  guard: Guard,
  method: Method<This, Args, R>,
  context: MethodContext<This, Args, R>,
): Method<This, Args, R> {
  const said = methodRules(context);
  if (said.kind) wrong(context, `${name} stands outside the endpoint decorator.`);
  if (said.guard) wrong(context, `${name} is a second guard.`);
  said.guard = guard;
  // Guard in depth: the method checks again, whoever calls it.
  return function (this: This, ...args: Args): R {
    if (!this.visitor.passes(guard)) throw new PermissionDenied();
    return method.apply(this, args);
  };
}

/** Only for those who hold the permission, or meet `anyOf(…)` or `allOf(…)`. */
export function permissionRequired(requirement: Requirement) {
  return <This extends AnyView, Args extends unknown[], R>(
    method: Method<This, Args, R>,
    context: MethodContext<This, Args, R>,
  ) => guarded("@permissionRequired", { kind: "permission", requirement }, method, context);
}

/** For everybody who is logged in (`permission: none` in the manifest). */
export function loginIsEnough() {
  return <This extends AnyView, Args extends unknown[], R>(
    method: Method<This, Args, R>,
    context: MethodContext<This, Args, R>,
  ) => guarded("@loginIsEnough", { kind: "login" }, method, context);
}

/** For everyone (`public: true` in the manifest); the class has no `@loginRequired` then. */
export function publicAccess() {
  return <This extends AnyView, Args extends unknown[], R>(
    method: Method<This, Args, R>,
    context: MethodContext<This, Args, R>,
  ) => guarded("@publicAccess", { kind: "public" }, method, context);
}

// Protections: inside the guard ------------------------------------------------------------------

function protection(
  name: string,
  context: ClassMethodDecoratorContext,
  said: Partial<Endpoint>,
): void {
  const rules = methodRules(context);
  if (rules.kind || rules.guard) wrong(context, `${name} stands outside the guard.`);
  Object.assign(rules, said);
}

/** At most so many calls of one user in so many seconds; more are answered 429. */
export function rateLimit(limit: { maxCalls: number; perSeconds: number }) {
  return (_method: unknown, context: ClassMethodDecoratorContext): void =>
    protection("@rateLimit", context, { rateLimit: limit });
}

/** Asks for the password again unless it was confirmed a few minutes ago. */
export function confirmPassword() {
  return (_method: unknown, context: ClassMethodDecoratorContext): void =>
    protection("@confirmPassword", context, { confirmPassword: true });
}

/** Writes who did what to the audit log, in the same transaction; denied attempts too. */
export function audited() {
  return (_method: unknown, context: ClassMethodDecoratorContext): void =>
    protection("@audited", context, { audited: true });
}
