/**
 * What the references of a form may be set to. A row that is not offered is answered like one that is
 * not there, so that nobody learns of it by trying.
 */
import { and, eq, inArray, type SQL } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { labelOf, toldApart } from "#rows/row-label";
import { labelsOf, type Option, type Visible } from "#rows/rows";
import { RowGone } from "#runtime/errors";
import { MAX_INT } from "#runtime/paths";

/** The rows that a reference may be set to. */
export interface Choice extends Visible {
  /** Which of them; absent: all that may be seen. */
  readonly offered?: SQL;
}

export type Choices<Name extends string> = Readonly<Record<Name, Choice>>;
type References<Name extends string> = Readonly<Record<Name, number | null>>;

/** The part of a form that its choices need. */
interface FormState<Name extends string> {
  readonly raw: Record<Name, string>;
  readonly errors: Partial<Record<Name, string>>;
  /** Digests of what it shows, by field. */
  seen: string | null;
}

/** What is said of a row that is not there (any more), and of one that is not offered. */
export const NOT_THERE = "This choice no longer exists.";

/** What a form sends for a reference to a row that it does not offer. */
const UNCHANGED = "unchanged";

/** How many rows a `<select>` holds, besides the one that is chosen already. */
export const MOST = 1000;

/** The present values of those references that the visitor leaves as they are. */
export function unchanged<Row extends References<Name>, Name extends string>(
  body: Readonly<Record<string, unknown>>,
  row: Row,
  choices: Choices<Name>,
): Partial<Pick<Row, Name>> {
  const kept = namesOf(choices).filter((name) => body[name] === UNCHANGED);
  return Object.fromEntries(kept.map((name) => [name, row[name]])) as Partial<Pick<Row, Name>>;
}

/** Makes a form invalid in which something is chosen that is not offered. */
export async function checkChoices<Name extends string>(
  db: Database,
  choices: Choices<Name>,
  form: FormState<NoInfer<Name>>,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const name of namesOf(choices)) {
    const id = idIn(body[name]);
    if (id === null || (await isOffered(db, choices[name], id))) continue;
    form.errors[name] = NOT_THERE;
    form.raw[name] = "";
  }
}

/** For actions and events. Throws what the database would say of a row that is not there. */
export async function demandChoice(db: Database, choice: Choice, id: number): Promise<void> {
  if (!(await isOffered(db, choice, id))) throw new RowGone();
}

/**
 * What each `<select>` offers, by label. A row that is referred to and not offered stays as an entry
 * that names it only to those who may see it, and does not tell its id.
 *
 * @param row the one that is edited
 */
export async function optionsOf<Name extends string>(
  db: Database,
  choices: Choices<Name>,
  form: FormState<NoInfer<Name>>,
  row?: References<NoInfer<Name>>,
): Promise<Record<Name, Option[]>> {
  const options: Partial<Record<Name, Option[]>> = {};
  for (const name of namesOf(choices)) {
    const present = row?.[name] ?? null;
    const offered = await offeredRows(db, choices[name], [present, idIn(form.raw[name])]);
    options[name] = offered;
    if (present === null || offered.some(({ value }) => value === String(present))) continue;
    const labels = await labelsOf(db, choices[name], [present]);
    offered.push({ value: UNCHANGED, label: labels.get(present) ?? "" });
    if (form.raw[name] === String(present)) form.raw[name] = UNCHANGED;
    form.seen = without(form.seen, name);
  }
  return options as Record<Name, Option[]>;
}

/** The first rows by label, and those of the chosen ones that come later. */
export async function offeredRows(
  db: Database,
  choice: Choice,
  chosen: readonly (number | null)[] = [],
): Promise<Option[]> {
  const { name, where, offered = where } = choice;
  const id = idOf(choice);
  const find = (condition: SQL | undefined) =>
    db.select({ id, label: name }).from(name.table).where(condition).orderBy(name, id).limit(MOST);
  const rows = await find(offered);
  const ids = chosen.filter((one) => one !== null);
  const isLong = rows.length === MOST && ids.length > 0;
  const later = isLong ? await find(and(inArray(id, ids), offered)) : [];
  return toOptions(name, [...rows, ...later]);
}

/** @param name the column that names the rows */
export function toOptions(
  name: PgColumn,
  rows: readonly { id: unknown; label: unknown }[],
): Option[] {
  const labels = rows.map((row) => [row.id as number, labelOf(name, row)] as const);
  return [...toldApart(new Map(labels))].map(([id, label]) => ({ value: String(id), label }));
}

/** No row leaves what is offered before the write that refers to it is done. */
async function isOffered(db: Database, choice: Choice, wanted: number): Promise<boolean> {
  const { name, where, offered = where } = choice;
  const id = idOf(choice);
  const rows = await db
    .select({ id })
    .from(name.table)
    .where(and(eq(id, wanted), offered))
    .for("share");
  return rows.length > 0;
}

export function idOf({ name }: Choice): PgColumn {
  return (name.table as PgTable & { readonly id: PgColumn }).id;
}

/** The id that a form takes it for; null: for none, which it says by itself. */
function idIn(value: unknown): number | null {
  const text = typeof value === "number" ? String(value) : value;
  const isWhole = typeof text === "string" && /^\s*\+?\d{1,30}\s*$/.test(text);
  const id = isWhole ? Number(text) : 0;
  return id >= 1 && id <= MAX_INT ? id : null;
}

/** A digest of an id would tell the id. */
function without(seen: string | null, name: string): string | null {
  if (seen === null) return null;
  const shown = Object.entries(JSON.parse(seen) as Record<string, string>);
  const others = shown.filter(([field]) => field !== name);
  return others.length === 0 ? "*" : JSON.stringify(Object.fromEntries(others));
}

export function namesOf<Name extends string>(choices: Choices<Name>): Name[] {
  return Object.keys(choices) as Name[];
}
