import { getTableColumns, getTableName, is } from "drizzle-orm";
import { getTableConfig, type PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as models from "../models.ts";
import type { Database } from "./connection.ts";
import * as auth from "./tables.ts";

/** A row of any table. */
export type Row = Record<string, unknown> & { id: number };

type Values = Record<string, unknown>;

/** How many rows of each table a developer sees, and how many partners each user is tied to. */
const ROWS = 5;
const PARTNERS = 3;

const counters = new WeakMap<PgTable, number>();

/**
 * Some rows of every table for `npm run dev`, referring to each other; tables that tie users to
 * something get a row for each user.
 */
export async function sampleRows(db: Database): Promise<void> {
  const existing = new Map<PgTable, number[]>();
  const users = await db.select({ id: auth.User.id }).from(auth.User).orderBy(auth.User.id);
  existing.set(
    auth.User,
    users.map(({ id }) => id),
  );
  for (const table of inOrder(projectTables())) {
    const ids: number[] = [];
    for (const given of combinations(table, existing)) {
      ids.push((await sampleRow(db, table, given)).id);
    }
    existing.set(table, ids);
  }
}

/**
 * Inserts one valid row: a value of the right type in every column, fresh rows for what it refers
 * to, and what is given in place of either.
 *
 * @throws Error when tables refer to each other in a circle that no empty column breaks
 */
export async function sampleRow(db: Database, table: PgTable, given: Values = {}): Promise<Row> {
  return insert(db, table, given, []);
}

/** The tables of all models. */
export function projectTables(): PgTable[] {
  return Object.values(models as Record<string, Record<string, unknown>>)
    .filter((app) => app !== (auth as unknown))
    .flatMap((app) => Object.values(app).filter((table) => is(table, PgTable)));
}

async function insert(
  db: Database,
  table: PgTable,
  given: Values,
  waiting: readonly PgTable[],
): Promise<Row> {
  const number = (counters.get(table) ?? 0) + 1;
  counters.set(table, number);
  if (table === auth.User) return insertUser(db, number);
  const references = referencesOf(table);
  const values: Values = {};
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    if (column.generatedIdentity) continue;
    const target = references.get(name);
    if (name in given) values[name] = given[name];
    else if (!target) values[name] = sampleValue(name, column, number);
    else if (!needsOneOf(target, [...waiting, table])) {
      values[name] = (await insert(db, target, {}, [...waiting, table])).id;
    } else if (!column.notNull) values[name] = null;
    else throw new Error(`Rows of ${getTableName(table)} refer to each other in a circle.`);
  }
  const [row] = await db.insert(table).values(values).returning();
  return row as Row;
}

async function insertUser(db: Database, number: number): Promise<Row> {
  const username = `sample-${number}-${crypto.randomUUID().slice(0, 8)}`;
  const [row] = await db.insert(auth.User).values({ username }).returning();
  return row as Row;
}

/** Is the table one of those, or can its rows only be made after a row of one of those? */
function needsOneOf(table: PgTable, sought: readonly PgTable[]): boolean {
  if (sought.includes(table)) return true;
  const columns = getTableColumns(table);
  const needed = [...referencesOf(table)].filter(([name]) => columns[name]?.notNull);
  return needed.some(([, target]) => needsOneOf(target, [...sought, table]));
}

/** The tables that a table's columns refer to, by the column's property. */
export function referencesOf(table: PgTable): Map<string, PgTable> {
  const properties = new Map(
    Object.entries(getTableColumns(table)).map(([property, column]) => [column.name, property]),
  );
  return new Map(
    getTableConfig(table).foreignKeys.flatMap((key) => {
      const { columns, foreignTable } = key.reference();
      return columns.map((column) => [properties.get(column.name) ?? column.name, foreignTable]);
    }),
  );
}

function sampleValue(name: string, column: PgColumn, number: number): unknown {
  if (column.enumValues?.length) return column.enumValues[(number - 1) % column.enumValues.length];
  return values[column.columnType]?.(number, column, name) ?? null;
}

const pad = (number: number) => String(((number - 1) % 28) + 1).padStart(2, "0");

/** A value for each type of column, different for each number. */
const values: Record<string, (number: number, column: PgColumn, name: string) => unknown> = {
  PgBigInt64: (number) => BigInt(number) * 1000n,
  PgBoolean: () => false,
  PgDateString: (number) => `2026-01-${pad(number)}`,
  PgInteger: (number) => number * 10,
  PgJsonb: (number) => ({ sample: number }),
  PgNumeric: (number, column) => decimal(number, column as PgColumn & Precision),
  PgText: (number, _column, name) => `${words(name)} ${number}`,
  PgTime: (number) => `09:${pad(number)}:00`,
  PgTimestamp: (number) => new Date(Date.UTC(2026, 0, ((number - 1) % 28) + 1, 9)),
  PgUUID: () => crypto.randomUUID(),
  PgVarchar: (number, column, name) => shortText(number, column as PgColumn & Length, name),
};

interface Length {
  length: number | undefined;
}

interface Precision {
  precision: number | undefined;
  scale: number | undefined;
}

function shortText(number: number, { length = 255 }: Length, name: string): string {
  const [text = ""] = [
    name.includes("email") ? `${name}${number}@example.com` : "",
    /url|website|link/.test(name) ? `https://example.com/${number}` : "",
    `${words(name)} ${number}`,
    number.toString(36),
  ].filter((candidate) => candidate !== "" && candidate.length <= length);
  return text;
}

function decimal(number: number, { precision = 12, scale = 2 }: Precision): string {
  const digits = String(number % 10 ** Math.min(precision, 9)).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? whole : `${whole}.${digits.slice(-scale)}`;
}

function words(name: string): string {
  const text = name.replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Tables after those they refer to; those in a circle come last, as they are. */
function inOrder(tables: readonly PgTable[]): PgTable[] {
  const done = new Set<PgTable>();
  const visit = (table: PgTable, trail: readonly PgTable[]) => {
    if (done.has(table) || trail.includes(table) || !tables.includes(table)) return;
    for (const target of referencesOf(table).values()) visit(target, [...trail, table]);
    done.add(table);
  };
  for (const table of tables) visit(table, []);
  return [...done];
}

/** What each sample row of a table refers to. */
function combinations(table: PgTable, existing: ReadonlyMap<PgTable, readonly number[]>): Values[] {
  const references = [...referencesOf(table)].filter(([, target]) => target !== table);
  const choices = references.flatMap(([name, target]) => {
    const ids = existing.get(target) ?? [];
    return ids.length > 0 ? [{ name, ids, isUser: target === auth.User }] : [];
  });
  const users = choices.find(({ isUser }) => isUser);
  const partner = choices.find(({ isUser }) => !isUser);
  if (users && partner) {
    return partner.ids
      .slice(0, PARTNERS)
      .flatMap((id) => users.ids.map((user) => ({ [partner.name]: id, [users.name]: user })));
  }
  return Array.from({ length: ROWS }, (_, turn) =>
    Object.fromEntries(choices.map(({ name, ids }) => [name, ids[turn % ids.length]])),
  );
}
