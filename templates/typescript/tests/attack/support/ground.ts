import { eq, getTableColumns, getTableName, inArray, notInArray, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { databaseError } from "#database/database-error";
import * as auth from "#database/tables";
import { projectTables } from "#rows/table-facts";
import { endpoints } from "../../support/matrix.ts";
import { rowIn, rowTying, type Scene, setScene, tableOf } from "../../support/rows.ts";
import type { Guest } from "./guests.ts";
import type { Target } from "./target.ts";

type KeyedTable = PgTable & { id: PgColumn };

/** Two worlds of rows: one that the guests belong to, and one of other people. */
export interface Ground {
  readonly own: Scene;
  readonly foreign: Scene;
}

/** The texts that only rows of each world hold. */
export const MARKS = { own: "ourqz7", foreign: "theirqz7" } as const;

const tables = [...projectTables(), auth.User] as KeyedTable[];

/** Makes one row of everything twice, and the guests members of the one or the other. */
export async function plant(target: Target, guests: readonly Guest[]): Promise<Ground> {
  const own = await world(target, MARKS.own);
  const foreign = await world(target, MARKS.foreign, own);
  for (const guest of guests) await tie(target, guest, { own, foreign });
  return { own, foreign };
}

/** @param other whose rows keep their marks, where there can be no rows but those */
async function world(target: Target, mark: string, other: Scene = new Map()): Promise<Scene> {
  let scene: Scene = new Map();
  // Rows that must belong to an object are made by the endpoints that say so.
  const bound = endpoints.filter(({ scope, related }) => scope ?? related);
  for (const endpoint of [...bound, ...endpoints]) {
    const beside = endpoint.related?.map(({ model }) => model);
    scene = await setScene(target, endpoint, beside, scene);
  }
  for (const [model, { id }] of scene) {
    const table = tableOf(model);
    const marked = textColumns(table).map(([name, column], place) => [
      name,
      `${mark}${id}x${place}`.slice(0, lengthOf(column)),
    ]);
    if (marked.length === 0 || other.get(model)?.id === id) continue;
    await target.db.update(table).set(Object.fromEntries(marked)).where(eq(table.id, id));
  }
  return scene;
}

/** The columns that take any text, by property. */
export function textColumns(table: PgTable): [string, PgColumn][] {
  return Object.entries(getTableColumns(table)).filter(
    ([, { columnType, enumValues }]) =>
      ["PgText", "PgVarchar"].includes(columnType) && !enumValues?.length,
  );
}

export function lengthOf(column: PgColumn): number | undefined {
  return (column as PgColumn & { length?: number }).length;
}

/** Makes a guest a member of what the visitor belongs to. */
export async function tie(target: Target, { id, visitor }: Guest, ground: Ground): Promise<void> {
  if (id === null || visitor.membership === "none") return;
  const scene = visitor.membership === "another" ? ground.foreign : ground.own;
  const done = new Set<string>();
  for (const { member, object } of endpoints) {
    if (!member || !object || done.has(member.model)) continue;
    done.add(member.model);
    await rowTying(target, member, id).add(member.object, rowIn(scene, object.model).id);
  }
}

/** Which rows there are, so that all others can be taken away. */
export type Inventory = ReadonlyMap<KeyedTable, readonly number[]>;

export async function takeInventory({ db }: Target): Promise<Inventory> {
  const found = new Map<KeyedTable, number[]>();
  for (const table of tables) {
    const rows = await db.select({ id: table.id }).from(table as PgTable);
    found.set(
      table,
      rows.map(({ id }) => id as number),
    );
  }
  return found;
}

/** Deletes every row that is not in the inventory; of users only when told so. */
export async function restore(target: Target, inventory: Inventory, users = false): Promise<void> {
  let left = tables.filter((table) => users || table !== (auth.User as unknown));
  // Rows that others refer to go in a later turn.
  for (let turn = 0; left.length > 0; turn += 1) {
    if (turn > tables.length) throw new Error(`Cannot empty ${left.map(getTableName).join(", ")}.`);
    const stuck: KeyedTable[] = [];
    for (const table of left) {
      const kept = inventory.get(table) ?? [];
      const fresh = kept.length > 0 ? notInArray(table.id, [...kept]) : sql`true`;
      const gone = target.db.delete(table as PgTable).where(fresh);
      if (!(await succeeds(gone))) stuck.push(table);
    }
    left = stuck;
  }
}

/** Takes what the guests did out of the audit log. */
export async function forgetAudit({ db }: Target, guests: readonly Guest[]): Promise<void> {
  const names = guests.map(({ username }) => username).filter(Boolean);
  if (names.length === 0) return;
  await db.delete(auth.AuditEntry).where(inArray(auth.AuditEntry.username, names));
}

async function succeeds(query: PromiseLike<unknown>): Promise<boolean> {
  try {
    await query;
    return true;
  } catch (error) {
    const { code = "" } = databaseError(error) ?? {};
    if (code === "23503" || code === "23001") return false;
    throw error;
  }
}
