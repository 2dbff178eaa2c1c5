/**
 * Guards that ask facts of a row, as SQL: worked out as far as the visitor decides them, so that the
 * database is asked for what is left, which is about rows.
 */
import {
  and,
  getTableColumns,
  getTableName,
  or,
  type SQL,
  sql,
  type SQLWrapper,
} from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { relatedNames } from "#related-names";
import {
  type Fact,
  type Facts,
  type FactValue,
  type Guard,
  OtherThan,
  type Requirement,
  USER,
} from "#runtime/guards";
import type { KeyedTable } from "#runtime/registry";
import type { Visitor } from "#runtime/visitor";
import { referencesOf } from "./table-facts.ts";

/** A table as a query calls it. */
interface Place {
  readonly table: PgTable;
  readonly name: SQLWrapper;
  /** How many tables it lies within, so that none is called like another. */
  readonly depth: number;
}

/** On which rows of the table a visitor passes: all, none, or those where it holds. */
export function condition(guard: Guard, visitor: Visitor, table: PgTable): SQL | boolean {
  if (guard.kind !== "permission") return visitor.passes(guard);
  if (visitor.user === null) return false;
  const place = { table, name: sql`${table}`, depth: 0 };
  return decide(guard.requirement, visitor, place);
}

/** Whether the visitor passes on this very row, as it is in the database now. */
export async function passesOn(
  db: Database,
  visitor: Visitor,
  guard: Guard,
  { table, row }: { table: KeyedTable; row: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  const where = condition(guard, visitor, table);
  if (typeof where === "boolean") return where;
  const { rows } = (await db.execute(
    sql`select 1 from ${table} where ${table.id} = ${row["id"]} and ${where}`,
  )) as unknown as { rows: unknown[] };
  return rows.length > 0;
}

/** Throws when facts name what the table has not. */
export function checkFacts(facts: Facts, table: PgTable): void {
  allFacts(facts, { table, name: sql`${table}`, depth: 0 }, null);
}

function decide(requirement: Requirement, visitor: Visitor, place: Place): SQL | boolean {
  if (typeof requirement === "string") return visitor.hasPerm(requirement);
  if ("row" in requirement) return allFacts(requirement.row, place, visitor.user?.id ?? null);
  const isAny = "any" in requirement;
  const parts = (isAny ? requirement.any : requirement.all).map((part) =>
    decide(part, visitor, place),
  );
  // One part that is `isAny` decides the whole; the others of its kind add nothing.
  if (parts.length === 0) return false;
  if (parts.includes(isAny)) return isAny;
  const left = parts.filter((part) => typeof part !== "boolean");
  return (isAny ? or(...left) : and(...left)) ?? !isAny;
}

/** @param user who asks; null: nobody is logged in */
function allFacts(facts: Facts, place: Place, user: number | null): SQL {
  const parts = Object.entries(facts).map(([name, fact]) =>
    along(name.split("."), fact, place, user),
  );
  return and(...parts) ?? sql`false`;
}

/** What is asked at the end of a path. */
function along(steps: readonly string[], fact: Fact, place: Place, user: number | null): SQL {
  const references: string[] = [];
  let table = place.table;
  for (const [at, step] of steps.entries()) {
    const related = relatedNames[getTableName(table)]?.[step];
    const rest = steps.slice(at + 1);
    if (related) {
      const owner = valueAt(references, "id", place);
      return someRow(
        related,
        owner,
        rest.length > 0 ? { [rest.join(".")]: fact } : fact,
        place,
        user,
      );
    }
    if (rest.length === 0) {
      return holds(valueAt(references, propertyOf(table, step), place), fact, user);
    }
    const target = referencesOf(table).get(`${step}_id`);
    if (!target) throw unknown(step, table);
    references.push(step);
    table = target;
  }
  throw new TypeError("A fact names nothing.");
}

/** One of the rows that refer to another is so; `null`: there is none. */
function someRow(
  [table, column]: readonly [PgTable, string],
  owner: SQL,
  fact: Fact,
  place: Place,
  user: number | null,
): SQL {
  const inner = within(place, table);
  const from = sql`select 1 from ${table} as ${inner.name} where ${columnIn(inner, column)} = ${owner}`;
  if (fact === null) return sql`not exists (${from})`;
  if (!isFacts(fact)) {
    throw new TypeError(`${getTableName(table)}: say what one of these rows meets.`);
  }
  return sql`exists (${from} and ${allFacts(fact, inner, user)})`;
}

/** A column of the row at the end of a path. Over an empty reference there is none, which is null. */
function valueAt([step, ...rest]: readonly string[], property: string, place: Place): SQL {
  if (step === undefined) return columnIn(place, property);
  const reference = `${step}_id`;
  if (rest.length === 0 && property === "id") return columnIn(place, reference);
  const table = referencesOf(place.table).get(reference);
  if (!table) throw unknown(step, place.table);
  const inner = within(place, table);
  const tie = sql`${columnIn(inner, "id")} = ${columnIn(place, reference)}`;
  return sql`(select ${valueAt(rest, property, inner)} from ${table} as ${inner.name} where ${tie})`;
}

/** Whether a value is one of those that a fact allows. */
function holds(value: SQL, fact: Fact, user: number | null): SQL {
  if (isFacts(fact)) throw new TypeError("A field holds a value, and no facts of its own.");
  const isOther = fact instanceof OtherThan;
  const wanted = isOther ? fact.values : isList(fact) ? fact : [fact];
  // Whoever is nobody is neither a user nor another one.
  if (isOther && user === null && wanted.includes(USER)) return sql`false`;
  const known = wanted.filter((each) => each !== null && (each !== USER || user !== null));
  const list = known.map((each) => sql`${each === USER ? user : each}`);
  const isIn = list.length > 0 ? sql`${value} in (${sql.join(list, sql`, `)})` : sql`false`;
  const isNull = wanted.includes(null) ? sql` or ${value} is null` : sql``;
  // Where nothing is stored, a comparison says neither yes nor no.
  return isOther ? sql`((${isIn}${isNull}) is not true)` : sql`(${isIn}${isNull})`;
}

function within({ depth }: Place, table: PgTable): Place {
  return { table, name: sql.identifier(`row_${depth + 1}`), depth: depth + 1 };
}

function columnIn({ table, name }: Place, property: string): SQL {
  const columns: Record<string, PgColumn> = getTableColumns(table);
  const column = Object.hasOwn(columns, property) ? columns[property] : undefined;
  if (!column) throw unknown(property, table);
  return sql`${name}.${sql.identifier(column.name)}`;
}

/** A reference's column is called like its field, with `_id`. */
function propertyOf(table: PgTable, field: string): string {
  const columns = getTableColumns(table);
  return Object.hasOwn(columns, field) ? field : `${field}_id`;
}

function unknown(name: string, table: PgTable): TypeError {
  return new TypeError(`${getTableName(table)} has no ${name}, which a guard asks of its rows.`);
}

function isList(fact: Fact): fact is readonly FactValue[] {
  return Array.isArray(fact);
}

function isFacts(fact: Fact): fact is Facts {
  return (
    typeof fact === "object" &&
    fact !== null &&
    !Array.isArray(fact) &&
    !(fact instanceof OtherThan)
  );
}
