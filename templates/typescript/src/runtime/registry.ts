/**
 * What the decorators have written down about each view class, and whether it is complete. A class
 * that leaves something unsaid is not served: the application does not start.
 */
import "./metadata.ts";
import { getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Shape } from "./field.ts";
import type { Guard } from "./guards.ts";
import type { View } from "./view.ts";

/** A table whose rows are found by their `id`. */
export type KeyedTable = PgTable & { id: PgColumn };

export interface ObjectRule {
  readonly table: KeyedTable;
  /** The path parameter with the row's id. */
  readonly key: string;
}

export interface RowRule extends ObjectRule {
  /** The column that must hold the object's id. */
  readonly scope: PgColumn;
}

export interface MemberRule {
  readonly table: PgTable;
  readonly object: PgColumn;
  readonly user: PgColumn;
  /** Where visitors go who have no row. */
  readonly otherwise: string;
}

/** What of its row must be as the sender saw it. */
export interface UnchangedRule {
  /** Properties of the row's table; none: all of them. */
  readonly columns: readonly string[];
  /** Who compares: the dispatcher, or the form, which shows what became of each field. */
  readonly by: "dispatcher" | "form";
}

/** How often somebody may do something. */
export interface Limit {
  readonly maxCalls: number;
  readonly perSeconds: number;
}

/** One door of a view: a route or an event, with everything that is checked at it. */
export interface Endpoint {
  kind: "get" | "post" | "page" | "event";
  /** The member's name; an event's name on the wire. */
  method: string;
  /** In Django's notation, `/inventory/<int:pk>/`; null for events, which share their page's. */
  path: string | null;
  guard: Guard;
  params: Shape;
  rateLimit: Limit | null;
  /** What it does, in words, where the password is asked for again; null: it is not. */
  confirmPassword: string | null;
  audited: boolean;
  /** null: it writes on no row that somebody could have changed meanwhile. */
  unchanged: UnchangedRule | null;
}

/** What the decorators have said about one class so far. */
class Rules {
  loginRequired = false;
  object: ObjectRule | null = null;
  row: RowRule | null = null;
  member: MemberRule | null = null;
  /** By method name. Without `kind`, no endpoint decorator has claimed the method (yet). */
  readonly methods = new Map<string, Partial<Endpoint>>();
}

/** A class's rules as they stand when the application starts. */
export interface ViewRules extends Readonly<Omit<Rules, "methods">> {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  readonly events: ReadonlyMap<string, Endpoint>;
}

/** A view class of any object and row. */
export type ViewClass = new () => View<any, any>;

const RULES = Symbol("spire.rules");

/** The rules being collected for one class. Throws when the runtime has lost `Symbol.metadata`. */
export function rulesOf(context: Pick<DecoratorContext, "metadata">): Rules {
  const metadata = context.metadata as DecoratorMetadataObject | undefined;
  if (!metadata) {
    throw new Error(
      "Symbol.metadata is missing, so guards would be lost. " +
        'Import "./runtime/metadata.ts" before any decorated class.',
    );
  }
  // Own, never inherited: a subclass has to state its guards itself.
  if (!Object.hasOwn(metadata, RULES)) metadata[RULES] = new Rules();
  return metadata[RULES] as Rules;
}

/** Throws when an endpoint names columns that the row does not have, or there is no row. */
function checkUnchangedRule(
  view: ViewClass,
  { object, row }: Pick<Rules, "object" | "row">,
  { method, unchanged }: Endpoint,
): void {
  if (!unchanged) return;
  const table = (row ?? object)?.table;
  const known = table ? Object.keys(getTableColumns(table)) : [];
  const unknown = unchanged.columns.filter((column) => !known.includes(column));
  if (table && unknown.length === 0) return;
  throw new Error(
    `${view.name}.${method} is @unchanged(${unknown.join(", ")}), which its row does not have. ` +
      "Load the row by @objectRequired or @rowRequired, and name columns of its table.",
  );
}

/**
 * A view class's rules. Throws, naming class and method, when something is left unsaid: a class
 * without `@loginRequired` whose endpoints are not all public, a guard or protection that no
 * endpoint decorator claims, a member rule without an object.
 */
export function describeView(view: ViewClass): ViewRules {
  const metadata = Object.hasOwn(view, Symbol.metadata) ? view[Symbol.metadata] : null;
  if (!metadata || !Object.hasOwn(metadata, RULES)) {
    throw new Error(`${view.name} has no guards of its own. Decorate it, or take it out of views.`);
  }
  const { methods, ...rules } = metadata[RULES] as Rules;
  const endpoints: Endpoint[] = [];
  for (const [method, said] of methods) {
    if (!said.kind) {
      throw new Error(
        `${view.name}.${method} has a guard or protection but no endpoint. ` +
          "Put @get, @post, @page or @eventHandler outside, or take the decorators away.",
      );
    }
    const endpoint = said as Endpoint;
    if ((endpoint.guard.kind === "public") === rules.loginRequired) {
      throw new Error(
        rules.loginRequired
          ? `${view.name}.${method} is @publicAccess in a class with @loginRequired. Take one away.`
          : `${view.name} needs @loginRequired, because ${method} is not @publicAccess.`,
      );
    }
    checkUnchangedRule(view, rules, endpoint);
    endpoints.push(endpoint);
  }
  if ((rules.member || rules.row) && !rules.object) {
    throw new Error(`${view.name} has a member or row rule and needs @objectRequired too.`);
  }
  const events = endpoints.filter((endpoint) => endpoint.kind === "event");
  if (events.length > 0 && !endpoints.some((endpoint) => endpoint.kind === "page")) {
    throw new Error(`${view.name} has event handlers but no @page(path) on mount.`);
  }
  return {
    ...rules,
    name: view.name,
    endpoints,
    events: new Map(events.map((endpoint) => [endpoint.method, endpoint])),
  };
}
