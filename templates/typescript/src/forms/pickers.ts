/** What the inputs of controls offer in which a row or user is chosen. */
import { type SQL, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import type { Option } from "#rows/rows";
import {
  type Choice,
  type Choices,
  idOf,
  MOST,
  namesOf,
  offeredRows,
  toOptions,
} from "./choices.ts";

/** What a control offers, by input. */
export type Offers<Name extends string> = Readonly<Record<Name, readonly Option[]>>;

/** The same by the id of the row that the control is about. */
export type OffersByRow<Name extends string> = ReadonlyMap<number | null, Offers<Name>>;

const build = new QueryBuilder();

/** What a control offers; nothing to those who may not use it. */
export async function offersOf<Name extends string>(
  db: Database,
  mayUse: boolean,
  choices: Choices<Name>,
): Promise<Offers<Name>> {
  const offers: Partial<Record<Name, Option[]>> = {};
  for (const name of namesOf(choices)) {
    offers[name] = mayUse ? await offeredRows(db, choices[name]) : [];
  }
  return offers as Offers<Name>;
}

/**
 * What a control offers that stands at several rows, of which each has its own; in one query an input.
 *
 * @param choicesOf the rows that it offers, given the id of the row that it is about
 */
export async function offersByRow<Name extends string>(
  db: Database,
  mayUse: boolean,
  ids: readonly (number | null)[],
  choicesOf: (id: SQL) => Choices<Name>,
): Promise<OffersByRow<Name>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (!mayUse || wanted.length === 0) return new Map();
  const offers = new Map(wanted.map((id) => [id, {} as Record<Name, Option[]>]));
  const choices = choicesOf(sql`about.id`);
  for (const name of namesOf(choices)) {
    const rows = await rowsAbout(db, choices[name], wanted);
    for (const [id, offered] of offers) {
      const own = rows.filter(({ about }) => about === id);
      offered[name] = toOptions(choices[name].name, own);
    }
  }
  return offers;
}

/** For each of the ids the first rows by label. */
function rowsAbout(db: Database, choice: Choice, ids: readonly number[]) {
  const { name, where, offered = where } = choice;
  const id = idOf(choice);
  const found = build
    .select({ id, label: sql`${name}`.mapWith(name).as("label") })
    .from(name.table)
    .where(offered)
    .orderBy(name, id)
    .limit(MOST)
    .as("found");
  const values = sql.join(
    ids.map((one) => sql`(${one}::int)`),
    sql`, `,
  );
  return db
    .select({ about: sql<number>`about.id`, id: found.id, label: found.label })
    .from(sql`(values ${values}) as about(id)`)
    .crossJoinLateral(found)
    .orderBy(found.label, found.id);
}
