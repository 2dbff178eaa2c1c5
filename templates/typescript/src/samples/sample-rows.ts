import { getTableColumns, getTableName } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import {
  inOrder,
  modelNames,
  needsOneOf,
  projectTables,
  referencesOf,
  uniqueKeys,
} from "#rows/table-facts";
import { flags, parents, proposalsFor, type Values } from "./sample-references.ts";
import { oneOf, type Supply, supplyOf } from "./sample-values.ts";

/** A row of any table. */
export type Row = Record<string, unknown> & { id: number };

/** The table can hold no further row: what must be unique in it has no value left. */
export class NoRoom extends Error {
  constructor(table: PgTable) {
    super(`${getTableName(table)} can hold no further row like that.`);
  }
}

/** How many rows of a table are looked at, and how many are tried before it counts as full. */
const MOST_ROWS = 1000;

const counters = new WeakMap<PgTable, number>();

/**
 * Some rows of every table for `npm run dev`, referring to each other; tables that tie users to
 * something get a row for each user. Where fewer rows can exist, fewer are made.
 */
export async function sampleRows(db: Database): Promise<void> {
  const users = await db.select({ id: auth.User.id }).from(auth.User).orderBy(auth.User.id);
  const existing = new Map<PgTable, number[]>([[auth.User, users.map(({ id }) => id)]]);
  for (const table of inOrder(projectTables())) {
    const made: number[] = [];
    existing.set(table, made);
    const { wanted, proposals } = proposalsFor(table, existing);
    for (const proposal of proposals) {
      const given = { ...proposal, ...parents(table, made), ...flags(table, made.length) };
      const row = await sampleRow(db, table, given).catch(unlessFull);
      if (row) made.push(row.id);
      if (made.length === wanted) break;
    }
  }
}

function unlessFull(error: unknown): null {
  if (error instanceof NoRoom) return null;
  throw error;
}

/**
 * Inserts one valid row: a value that its field takes in every column, fresh rows for what it
 * refers to, and what is given in place of either.
 *
 * @throws NoRoom when a row like that would repeat what must be unique
 * @throws Error when tables refer to each other in a circle that no empty column breaks
 */
export async function sampleRow(db: Database, table: PgTable, given: Values = {}): Promise<Row> {
  return insert(db, table, given, []);
}

/** The same; where there is no room for another row, one that is there. */
export async function freshOrOldRow(db: Database, table: PgTable, given?: Values): Promise<Row> {
  try {
    return await sampleRow(db, table, given);
  } catch (error) {
    const [old] = error instanceof NoRoom ? await db.select().from(table).limit(1) : [];
    if (!old) throw error;
    return old as Row;
  }
}

async function insert(
  db: Database,
  table: PgTable,
  given: Values,
  waiting: readonly PgTable[],
): Promise<Row> {
  const number = counters.get(table) ?? 0;
  counters.set(table, number + 1);
  if (table === auth.User) return insertUser(db, number);
  const keys = uniqueKeys(table);
  const taken = keys.length > 0 ? await db.select().from(table).limit(MOST_ROWS) : [];
  const repeats = (values: Values) => keys.some((key) => isTaken(key, values, taken));
  if (repeats(given)) throw new NoRoom(table);
  const supplies = await suppliesOf(db, table, given, waiting);
  const chosen = firstFree(scarceOf(table, supplies, keys, given), given, repeats);
  if (chosen === null) throw new NoRoom(table);
  for (let turn = number; turn < number + MOST_ROWS; turn += 1) {
    const values: Values = {};
    for (const [name, { at, hasUsual }] of supplies) values[name] = at(hasUsual ? 0 : turn);
    const [row] = await db
      .insert(table)
      .values({ ...values, ...chosen })
      .onConflictDoNothing()
      .returning();
    if (row) return row as Row;
  }
  throw new NoRoom(table);
}

/** Has a row the same values where no two rows may? Empty ones are never the same. */
function isTaken(key: readonly string[], values: Values, taken: readonly Values[]): boolean {
  if (key.some((name) => (values[name] ?? null) === null)) return false;
  return taken.some((row) => key.every((name) => String(row[name]) === String(values[name])));
}

/** The values with the first of each scarce column that repeat nothing; null: there are none. */
function firstFree(
  scarce: readonly [name: string, supply: Supply][],
  values: Values,
  repeats: (values: Values) => boolean,
): Values | null {
  const [first, ...others] = scarce;
  if (!first) return values;
  const [name, { at, size }] = first;
  for (let number = 0; number < size; number += 1) {
    const more = { ...values, [name]: at(number) };
    const found = repeats(more) ? null : firstFree(others, more, repeats);
    if (found) return found;
  }
  return null;
}

async function insertUser(db: Database, number: number): Promise<Row> {
  const username = `sample-${number + 1}-${crypto.randomUUID().slice(0, 8)}`;
  const [row] = await db.insert(auth.User).values({ username }).returning();
  return row as Row;
}

type Supplies = ReadonlyMap<string, Supply>;

/** What may stand in each column that is not given. */
async function suppliesOf(
  db: Database,
  table: PgTable,
  given: Values,
  waiting: readonly PgTable[],
): Promise<Supplies> {
  const references = referencesOf(table);
  const model = modelNames().get(table) ?? "";
  const supplies = new Map<string, Supply>();
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    if (column.generatedIdentity || name in given) continue;
    const target = references.get(name);
    const supply = target
      ? await idsOf(db, table, column, target, waiting)
      : supplyOf(table, model, name, column);
    supplies.set(name, supply);
  }
  return supplies;
}

/** A fresh row to refer to; where there can be none, those that are there. */
async function idsOf(
  db: Database,
  table: PgTable,
  column: PgColumn,
  target: PgTable,
  waiting: readonly PgTable[],
): Promise<Supply> {
  const path = [...waiting, table];
  if (needsOneOf(target, path)) {
    if (!column.notNull) return oneOf([null]);
    throw new Error(`Rows of ${getTableName(table)} refer to each other in a circle.`);
  }
  try {
    const { id } = await insert(db, target, {}, path);
    return { size: Infinity, at: () => id };
  } catch (error) {
    if (!(error instanceof NoRoom)) throw error;
    const rows = (await db.select().from(target).limit(MOST_ROWS)) as Row[];
    return oneOf(rows.map(({ id }) => id));
  }
}

/**
 * The columns with few values that make up what no two rows may share. One that may be empty is
 * empty when no value is left.
 */
function scarceOf(
  table: PgTable,
  supplies: Supplies,
  keys: readonly string[][],
  given: Values,
): [name: string, supply: Supply][] {
  const hasFew = (name: string) => (supplies.get(name)?.size ?? Infinity) < MOST_ROWS;
  const narrow = keys.filter((key) => key.every((name) => name in given || hasFew(name))).flat();
  const columns = getTableColumns(table);
  return [...supplies]
    .filter(([name]) => narrow.includes(name))
    .map(([name, { size, at }]) => {
      const withNull = (number: number) => (number === size ? null : at(number));
      return [name, columns[name]?.notNull ? { size, at } : { size: size + 1, at: withNull }];
    });
}
