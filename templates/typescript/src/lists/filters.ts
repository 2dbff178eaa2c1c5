/**
 * What a list is narrowed to: rows that have words in them, and rows with certain values. What nobody
 * offers, and every value that is none of its column, is taken as if nobody had asked for it.
 */
import { and, eq, getTableColumns, ilike, inArray, isNull, or, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { optionsOf } from "#forms/choices";
import { HALF, LINES } from "#forms/field";
import { date } from "#forms/fields";
import { timeZone } from "#project";
import type { Option, Visible } from "#rows/rows";
import type { KeyedTable } from "#runtime/registry";
import { type Narrowing, NONE, own, type Query } from "./address.ts";

interface FilterRules {
  /** Met by all rows of the list. */
  readonly where: SQL | undefined;
  /** Columns whose texts are searched. */
  readonly search: readonly string[];
  /** Columns that are filtered by their values. */
  readonly filter: readonly string[];
  /** For columns that refer to rows: which of those the visitor may see. */
  readonly references: Readonly<Record<string, Visible>>;
}

/** What was asked for and makes sense, and the condition that says so. */
export interface Narrowed extends Narrowing {
  readonly where: SQL | undefined;
}

export async function narrow(
  db: Database,
  table: KeyedTable,
  query: Query,
  { where, search, filter, references }: FilterRules,
): Promise<Narrowed> {
  const columns = getTableColumns(table);
  const column = (name: string) => columns[name] ?? unknownColumn(name);
  const words = wordsIn(search.length > 0 ? own(query, "_search") : "");
  const conditions = words.map((word) =>
    or(...search.map((name) => ilike(column(name), `%${escaped(word)}%`))),
  );
  const filters: Record<string, string> = {};
  const options: Record<string, readonly Option[]> = {};
  for (const name of filter) {
    const reference = Object.hasOwn(references, name) ? references[name] : undefined;
    if (reference) {
      options[name] = await rowsReferredTo(db, table, column(name), reference, {
        where,
        asked: own(query, name),
      });
    }
    for (const [key, meaning] of Object.entries(meanings(name, column(name), options[name]))) {
      const asked = own(query, key);
      const meant = asked === "" ? null : meaning(asked);
      if (meant === null) continue;
      filters[key] = meant.value;
      conditions.push(meant.met);
    }
  }
  return { search: words.join(" "), filters, options, where: and(...conditions) };
}

function unknownColumn(name: string): never {
  throw new TypeError(`A list is searched or filtered by ${name}, which is no column.`);
}

const LONGEST = 100;

/** Each of them has to be found. What no text in a database can hold is not looked for. */
function wordsIn(text: string): string[] {
  if (text.length > LONGEST || text.includes("\0") || HALF.test(text)) return [];
  return text.split(/\s+/).filter((word) => word !== "");
}

/** For LIKE, in which these characters stand for others. */
function escaped(word: string): string {
  return word.replaceAll(/[\\%_]/g, "\\$&");
}

/** What a value in the address stands for: the value as it is spelled, and the condition; null: for none. */
type Meaning = (asked: string) => { value: string; met: SQL } | null;

/** What a column is called in the address, and what values there mean. */
function meanings(
  name: string,
  column: PgColumn,
  options: readonly Option[] | undefined,
): Record<string, Meaning> {
  const day = DAYS[column.columnType]?.(column);
  if (day)
    return { [`${name}.from`]: dayMeaning(day, ">="), [`${name}.to`]: dayMeaning(day, "<=") };
  const values = options ? options.map(({ value }) => value) : valuesOf(column);
  return {
    [name]: (asked) => {
      // Browsers send a line break as CRLF.
      const value = values.find((each) => LINES(each) === LINES(asked));
      if (value !== undefined) return { value, met: eq(column, stored(column, value)) };
      return asked === NONE && !column.notNull ? { value: NONE, met: isNull(column) } : null;
    },
  };
}

function valuesOf({ enumValues, columnType }: PgColumn): readonly string[] {
  return enumValues ?? (columnType === "PgBoolean" ? ["on", "off"] : []);
}

function stored({ columnType }: PgColumn, value: string): unknown {
  if (columnType === "PgBoolean") return value === "on";
  return columnType === "PgInteger" ? Number(value) : value;
}

/** The day that a column's value lies in, as the clocks of the project's zone count. */
const DAYS: Readonly<Record<string, (column: PgColumn) => SQL>> = {
  PgDateString: (column) => sql`${column}`,
  PgTimestamp: (column) => sql`(${column} at time zone ${timeZone})::date`,
};

function dayMeaning(day: SQL, is: ">=" | "<="): Meaning {
  const { schema } = date();
  return (asked) => {
    const { data: value } = schema.safeParse(asked);
    return value ? { value, met: sql`${day} ${sql.raw(is)} ${value}::date` } : null;
  };
}

/**
 * The rows that a filter offers: those that the visitor may see, and to which a row of the list refers.
 * So it names nobody who stands in none of its rows, and a row that may not be seen is answered like
 * one that is not there.
 */
async function rowsReferredTo(
  db: Database,
  table: PgTable,
  column: PgColumn,
  { name, where: seen }: Visible,
  { where, asked }: { where: SQL | undefined; asked: string },
): Promise<readonly Option[]> {
  const { id } = name.table as KeyedTable;
  const referred = db.selectDistinct({ id: column }).from(table).where(where);
  const visible = { name, where: and(seen, inArray(id, referred)) ?? seen };
  const form = { raw: { row: asked }, errors: {}, seen: null };
  const { row } = await optionsOf(db, { row: visible }, form);
  return row;
}
