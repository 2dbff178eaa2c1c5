import { and, eq, getTableColumns, or } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as auth from "#database/tables";
import { referencesOf } from "#rows/table-facts";
import { freshOrOldRow, type Row } from "#samples/sample-rows";
import type { FieldState, RelatedState, Situation } from "./matrix.ts";
import { makeRow, type Place, rowIn, type Scene, tableOf } from "./rows.ts";

type KeyedTable = PgTable & { id: PgColumn };

/**
 * Makes a situation so of the rows of a scene, and reads them again.
 *
 * @param visitor the id of who comes; null: nobody who could be meant
 * @param isShared others have rows there too, which stay
 */
export async function situate(
  place: Place,
  scene: Scene,
  situation: Situation,
  visitor: number | null,
  isShared = false,
): Promise<void> {
  for (const state of situation) {
    const [table, id] = await endOf(place, tableOf(state.of), rowIn(scene, state.of), state.path);
    if ("field" in state) await setField(place, table, id, state, visitor);
    else await setRelated(place, id, state, visitor, isShared);
  }
  for (const of of new Set(situation.map((state) => state.of))) {
    const table = tableOf(of);
    const { id } = rowIn(scene, of);
    const [row] = await place.db.select().from(table).where(eq(table.id, id));
    if (row) scene.set(of, row as Row);
  }
}

/** What a situation says, for the name of a test. */
export function inWords(situation: Situation): string {
  return situation.map(stateInWords).join(", ");
}

function stateInWords(state: FieldState | RelatedState): string {
  if ("field" in state) {
    const { path, field, is } = state;
    const said = "user" in is ? is.user : "row" in is ? "filled" : JSON.stringify(is.value);
    return `${[...path, field].join(".")} ${said}`;
  }
  const { path, model, rows } = state;
  const each = rows.map((row) => `{ ${inWords(row)} }`);
  return `${each.length === 0 ? "no" : each.join(" ")} ${[...path, model].join(" ")}`;
}

function isOf(table: PgTable, visitor: number | null) {
  const columns = getTableColumns(table);
  const users = [...referencesOf(table)].filter(([, target]) => target === (auth.User as unknown));
  return or(...users.map(([name]) => eq(columns[name] as PgColumn, visitor ?? 0)));
}

/** The row at the end of a path: its table and its id. An empty reference is filled. */
async function endOf(
  place: Place,
  from: KeyedTable,
  row: Row,
  path: readonly string[],
): Promise<[KeyedTable, number]> {
  let [table, id] = [from, row.id];
  for (const reference of path) {
    const property = `${reference}_id`;
    const target = referencesOf(table).get(property) as KeyedTable | undefined;
    if (!target) throw new Error(`A row has no reference ${reference}.`);
    const [here] = await place.db.select().from(table).where(eq(table.id, id));
    const held = (here as Row | undefined)?.[property] as number | null;
    const next = held ?? (await freshOrOldRow(place.db, target)).id;
    if (held === null) await update(place, table, id, property, next);
    [table, id] = [target, next];
  }
  return [table, id];
}

async function setField(
  place: Place,
  table: KeyedTable,
  id: number,
  { field, is }: FieldState,
  visitor: number | null,
): Promise<void> {
  const property = field in getTableColumns(table) ? field : `${field}_id`;
  const [row] = await place.db.select().from(table).where(eq(table.id, id));
  if (isAlready((row as Row | undefined)?.[property], is, visitor)) return;
  await update(place, table, id, property, await valueOf(place, is, visitor));
}

/** Then the row is left as it is, so that whoever has looked at it has seen what there is. */
function isAlready(held: unknown, is: FieldState["is"], visitor: number | null): boolean {
  if ("value" in is) return held === is.value;
  if ("row" in is) return held !== null;
  return is.user === "visitor" ? held === visitor : held !== null && held !== visitor;
}

function update({ db }: Place, table: KeyedTable, id: number, property: string, value: unknown) {
  return db
    .update(table)
    .set({ [property]: value })
    .where(eq(table.id, id));
}

async function valueOf(
  place: Place,
  is: FieldState["is"],
  visitor: number | null,
): Promise<unknown> {
  if ("value" in is) return is.value;
  if ("row" in is) return (await freshOrOldRow(place.db, tableOf(is.row))).id;
  if (is.user === "visitor" && visitor !== null) return visitor;
  return (await freshOrOldRow(place.db, auth.User)).id;
}

/** In place of all rows that refer to it, or of the visitor's, those of the situation. */
async function setRelated(
  place: Place,
  id: number,
  { model, reference, rows }: RelatedState,
  visitor: number | null,
  isShared: boolean,
): Promise<void> {
  const table = tableOf(model);
  const property = `${reference}_id`;
  const column = getTableColumns(table)[property] as PgColumn;
  const there = eq(column, id);
  const isOthers = isShared && rows.length > 0;
  await place.db.delete(table).where(isOthers ? and(there, isOf(table, visitor)) : there);
  for (const situation of rows) {
    const given: Record<string, unknown> = { [property]: id };
    const further: Situation = [];
    for (const state of situation) {
      if (!("field" in state) || state.path.length > 0) {
        further.push(state);
        continue;
      }
      const own = state.field in getTableColumns(table) ? state.field : `${state.field}_id`;
      given[own] = await valueOf(place, state.is, visitor);
    }
    const scene = new Map([[model, await makeRow(place, model, given)]]);
    await situate(place, scene, further, visitor);
  }
}
