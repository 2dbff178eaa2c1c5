import { eq, getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import * as models from "#models";
import { freshOrOldRow, NoRoom, type Row, sampleRow } from "#samples/sample-rows";
import type { Effect, Endpoint, Input } from "./matrix.ts";
import { rowSample } from "./samples.ts";
import type { Stage } from "./stage.ts";

/** Where the rows are; a stage, or whatever else has a database. */
export type Place = Pick<Stage, "db">;

/** The rows that an endpoint is tried on, by model. */
export type Scene = Map<string, Row>;

const NOWHERE = 2_147_483_000;

/** The table of `label.Model`. */
export function tableOf(model: string): PgTable & { id: PgColumn } {
  const [label = "", name = ""] = model.split(".");
  const table = (models as Record<string, Record<string, unknown>>)[label]?.[name];
  if (!table) throw new Error(`src/models.ts has no ${model}.`);
  return table as PgTable & { id: PgColumn };
}

/** The property of a field's column: a reference's ends with `_id`. */
export function columnOf(model: string, field: string): string {
  return field in getTableColumns(tableOf(model)) ? field : `${field}_id`;
}

export async function allRows({ db }: Place, model: string): Promise<Row[]> {
  const table = tableOf(model);
  return (await db.select().from(table).orderBy(table.id)) as Row[];
}

/**
 * Makes the rows that the endpoint is about, and one of each other model. Rows that the page shows
 * beside its object belong to it.
 *
 * @param steps effects that move a row on, which is to be where they can
 */
export async function setScene(
  stage: Place,
  endpoint: Endpoint,
  others: readonly string[] = [],
  existing: Scene = new Map(),
  steps: readonly Effect[] = [],
): Promise<Scene> {
  const scene: Scene = new Map(existing);
  const { object, scope, related, effect } = endpoint;
  const add = async (model: string) => {
    if (scene.has(model)) return;
    const given = { ...startingPoint(model, effect), ...rowSample(model, endpoint) };
    for (const step of steps) Object.assign(given, startingPoint(model, step));
    const owner = object && scene.get(object.model);
    const beside = related?.find((rows) => rows.model === model);
    const field = scope?.model === model ? scope.field : beside?.field;
    if (owner && field !== undefined) given[columnOf(model, field)] = owner.id;
    scene.set(model, await freshOrOldRow(stage.db, tableOf(model), given));
  };
  if (object) await add(object.model);
  const inputs = [...Object.values(endpoint.params), ...Object.values(endpoint.input ?? {})];
  for (const input of inputs) if ("row" in input) await add(input.row);
  for (const model of others) await add(model);
  return scene;
}

/** The same scene, with the row under test moved to another object; null where none can be. */
export async function foreignScene(
  stage: Place,
  { object, scope }: Endpoint,
  scene: Scene,
): Promise<Scene | null> {
  if (!object || !scope) throw new Error("Only rows that are limited to an object can be foreign.");
  try {
    const other = await makeRow(stage, object.model);
    const given = { [columnOf(scope.model, scope.field)]: other.id };
    return new Map(scene).set(scope.model, await makeRow(stage, scope.model, given));
  } catch (error) {
    if (error instanceof NoRoom) return null;
    throw error;
  }
}

/** One fresh row, with the values that `tests/samples.ts` wants it to have. */
export function makeRow({ db }: Place, model: string, given: Record<string, unknown> = {}) {
  return sampleRow(db, tableOf(model), { ...rowSample(model), ...given });
}

/** The rows that tie a user to objects, by the model and user field of a member rule. */
export function rowTying(
  place: Place,
  { model, user }: { model: string; user: string },
  userId: number,
) {
  const table = tableOf(model);
  const column = columnOf(model, user);
  return {
    /** Where only one may be tied to an object, in place of whoever was. */
    async add(object: string, objectId: number): Promise<void> {
      const owner = columnOf(model, object);
      const given = { [column]: userId, [owner]: objectId };
      try {
        await makeRow(place, model, given);
      } catch (error) {
        if (!(error instanceof NoRoom)) throw error;
        await place.db.delete(table).where(eq(getTableColumns(table)[owner] as PgColumn, objectId));
        await makeRow(place, model, given);
      }
    },
    remove: () =>
      place.db.delete(table).where(eq(getTableColumns(table)[column] as PgColumn, userId)),
  };
}

/** The path with its parameters filled from the scene; `missing`: it names a row that is not. */
export function fillPath(
  path: string,
  params: Record<string, Input>,
  scene: Scene,
  missing = false,
): string {
  const names = [...path.matchAll(/<\w+:(\w+)>/g)].map(([, name = ""]) => name);
  const last = names.findLast((name) => "row" in (params[name] ?? {}));
  return path.replaceAll(/<\w+:(\w+)>/g, (_part, name: string) => {
    if (missing && name === last) return String(NOWHERE);
    const input = params[name] ?? { value: "" };
    if ("row" in input) return String(rowIn(scene, input.row).id);
    if ("field" in input) return String(rowIn(scene, input.of)[columnOf(input.of, input.field)]);
    return String("value" in input ? input.value : "");
  });
}

/** A form's fields are named like the columns; an action's inputs and an event's are not. */
export function isForm({ method, effect }: Endpoint): boolean {
  return (
    method === "POST" && effect !== undefined && "values" in effect && effect.values === "input"
  );
}

export function rowIn(scene: Scene, model: string): Row {
  const row = scene.get(model);
  if (!row) throw new Error(`No row of ${model} was made.`);
  return row;
}

/** Values that the effect will visibly change. */
export function startingPoint(model: string, effect: Effect | undefined): Record<string, unknown> {
  if (!effect || effect.kind === "open" || effect.model !== model) return {};
  if (effect.kind === "advance") return { [effect.field]: effect.choices[0] };
  if (effect.kind !== "change" || effect.values === "input") return {};
  const columns = getTableColumns(tableOf(model));
  const unlike = Object.entries(effect.values).flatMap(([field, value]): [string, unknown][] => {
    const wanted = "value" in value ? value.value : undefined;
    if (typeof wanted === "boolean") return [[field, !wanted]];
    const other = columns[field]?.enumValues?.find((choice) => choice !== wanted);
    return other === undefined ? [] : [[field, other]];
  });
  return Object.fromEntries(unlike);
}
