/** At which of its rows a page shows the controls of doors that ask facts of a row. */
import { sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import { condition } from "./conditions.ts";
import { PermissionDenied } from "#runtime/errors";
import type { Guard } from "#runtime/guards";
import { describeView, type KeyedTable, type ViewClass } from "#runtime/registry";
import { CONTEXT, type View } from "#runtime/view";
import type { Visitor } from "#runtime/visitor";

/** Ids of the rows on which a door lets its visitor pass. */
export type OpenRows = ReadonlySet<number | null>;

/** A view's class, or the name of an event of this very page; and the rows that it would be about. */
export interface Control {
  readonly door: ViewClass | string;
  readonly ids: readonly (number | null)[];
}

/**
 * Asks the doors themselves, by their guards as they are written: what is shown and what opens cannot
 * differ. One query for all that lead to rows of one table.
 */
export async function findOpenRows<Name extends string>(
  view: View<any, any>,
  controls: Readonly<Record<Name, Control>>,
): Promise<Record<Name, OpenRows>> {
  const { db, visitor } = view[CONTEXT];
  const asked = Object.entries<Control>(controls).map(([name, { door, ids }]) => {
    return { name, ids: ids.filter((id) => id !== null), ...doorOf(view, door) };
  });
  const open: Record<string, OpenRows> = {};
  for (const table of new Set(asked.map((one) => one.table))) {
    const here = asked.filter((one) => one.table === table);
    Object.assign(open, await openIn(db, visitor, table, here));
  }
  return open as Record<Name, OpenRows>;
}

interface Asked {
  readonly name: string;
  readonly ids: readonly number[];
  readonly guard: Guard;
}

async function openIn(
  db: Database,
  visitor: Visitor,
  table: KeyedTable,
  asked: readonly Asked[],
): Promise<Record<string, OpenRows>> {
  const ids = [...new Set(asked.flatMap((one) => one.ids))];
  if (ids.length === 0) return Object.fromEntries(asked.map(({ name }) => [name, new Set()]));
  const conditions = asked.map(({ guard }) => sql`(${condition(guard, visitor, table)}) is true`);
  const { rows } = (await db.execute(
    sql`select ${table.id} as id, array[${sql.join(conditions, sql`, `)}] as open
      from ${table} where ${table.id} in (${sql.join(
        ids.map((id) => sql`${id}`),
        sql`, `,
      )})`,
  )) as unknown as { rows: { id: number; open: boolean[] }[] };
  return Object.fromEntries(
    asked.map(({ name, ids: wanted }, place) => {
      const found = rows.filter(({ id, open }) => open[place] && wanted.includes(id));
      return [name, new Set(found.map(({ id }) => id))];
    }),
  );
}

/** What a door asks, and of the rows of which table. */
function doorOf(
  view: View<any, any>,
  door: ViewClass | string,
): { guard: Guard; table: KeyedTable } {
  const isEvent = typeof door === "string";
  const { events, endpoints, object, row } = describeView(
    isEvent ? (view.constructor as ViewClass) : door,
  );
  const endpoint = isEvent ? events.get(door) : endpoints.find(({ kind }) => kind !== "event");
  const table = (row ?? object)?.table;
  if (!endpoint || !table) throw new PermissionDenied();
  return { guard: endpoint.guard, table };
}
