import { getTableColumns } from "drizzle-orm";
import { expect } from "vitest";
import { timeZone } from "#project";
import { readLocal } from "#rows/local-time";
import type { Row } from "#samples/sample-rows";
import type { EffectValue, EffectValues, Endpoint } from "./matrix.ts";
import { expectMoment } from "./moments.ts";
import type { Person } from "./people.ts";
import { allRows, columnOf, rowIn, type Scene, tableOf } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** What was done: by whom, on which rows, with what. */
interface Deed {
  person: Pick<Person, "id">;
  scene: Scene;
  sent: Record<string, unknown>;
  since: Date;
}

/** Remembers the rows of the effect's model; the returned call demands the effect. */
export async function watchEffect(
  stage: Pick<Stage, "db">,
  { effect }: Endpoint,
  scene: Scene,
  sent: Record<string, unknown>,
  person: Pick<Person, "id">,
): Promise<() => Promise<void>> {
  if (!effect || effect.kind === "open") return async () => {};
  const { model } = effect;
  const before = await allRows(stage, model);
  const deed = { person, scene, sent, since: new Date() };
  return async () => {
    const after = await allRows(stage, model);
    if (effect.kind === "create") {
      const fresh = after.filter((row) => !before.some(({ id }) => id === row.id));
      expect(fresh, `one new row of ${model}`).toHaveLength(1);
      return expectValues(fresh[0] as Row, model, effect.values, deed);
    }
    const { id } = rowIn(scene, model);
    const row = after.find((one) => one.id === id);
    const old = before.find((one) => one.id === id);
    if (effect.kind === "delete") return expect(row, `${model} ${id} is gone`).toBeUndefined();
    if (!row || !old) throw new Error(`${model} ${id} is gone.`);
    if (effect.kind === "toggle") expect(row[effect.field]).toBe(!old[effect.field]);
    else if (effect.kind === "advance") {
      const from = effect.choices.indexOf(String(old[effect.field]));
      expect(row[effect.field]).toBe(effect.choices[from + 1] ?? effect.choices[0]);
    } else expectValues(row, model, effect.values, deed, old);
  };
}

function expectValues(row: Row, model: string, values: EffectValues, deed: Deed, old?: Row): void {
  const wanted: [string, EffectValue][] =
    values === "input"
      ? Object.keys(deed.sent).map((name) => [name, { input: name }])
      : Object.entries(values).map(([field, value]) => [columnOf(model, field), value]);
  const columns = getTableColumns(tableOf(model));
  for (const [name, wish] of wanted) {
    const what = `${model}.${name}`;
    if ("moment" in wish) {
      expectMoment(row[name], deed.since, what);
      continue;
    }
    const said = meantBy(wish, deed);
    const value = said === "unchanged" && name.endsWith("_id") && old ? old[name] : said;
    const type = columns[name]?.columnType ?? "";
    expect(comparable(row[name], type), what).toEqual(comparable(value, type));
  }
}

/** Who asks and the row under test are stored by their ids. */
function meantBy(
  wish: Exclude<EffectValue, { moment: unknown }>,
  { person, scene, sent }: Deed,
): unknown {
  if ("value" in wish) return wish.value;
  if ("input" in wish) return sent[wish.input];
  return "user" in wish ? person.id : rowIn(scene, wish.row).id;
}

/** What was typed and what was stored, in the same form. */
function comparable(value: unknown, columnType: string): unknown {
  if (value === null || value === undefined) return null;
  if (columnType === "PgTimestamp") {
    if (value instanceof Date) return value.toISOString();
    const text = String(value);
    return (text.endsWith("Z") ? new Date(text) : readLocal(text, timeZone))?.toISOString();
  }
  if (columnType === "PgNumeric") return Number(value);
  if (columnType === "PgTime") return String(value).slice(0, 5);
  return typeof value === "object" ? value : String(value);
}
