import { getTableColumns } from "drizzle-orm";
import { expect } from "vitest";
import { timeZone } from "#project";
import { readLocal } from "#rows/local-time";
import type { Row } from "#samples/sample-rows";
import type { EffectValues, Endpoint } from "./matrix.ts";
import { allRows, columnOf, rowIn, type Scene, tableOf } from "./rows.ts";
import type { Stage } from "./stage.ts";

/** Remembers the rows of the effect's model; the returned call demands the effect. */
export async function watchEffect(
  stage: Pick<Stage, "db">,
  { effect }: Endpoint,
  scene: Scene,
  sent: Record<string, unknown>,
): Promise<() => Promise<void>> {
  if (!effect || effect.kind === "open") return async () => {};
  const { model } = effect;
  const before = await allRows(stage, model);
  return async () => {
    const after = await allRows(stage, model);
    if (effect.kind === "create") {
      const fresh = after.filter((row) => !before.some(({ id }) => id === row.id));
      expect(fresh, `one new row of ${model}`).toHaveLength(1);
      return expectValues(fresh[0] as Row, model, effect.values, sent);
    }
    const { id } = rowIn(scene, model);
    const row = after.find((one) => one.id === id);
    const old = before.find((one) => one.id === id);
    if (effect.kind === "delete") return expect(row, `${model} ${id} is gone`).toBeUndefined();
    if (!row || !old) throw new Error(`${model} ${id} is gone.`);
    if (effect.kind === "toggle") expect(row[effect.field]).toBe(!old[effect.field]);
    else if (effect.kind === "advance") {
      expect(row[effect.field]).toBe(effect.choices[1] ?? effect.choices[0]);
    } else expectValues(row, model, effect.values, sent, old);
  };
}

function expectValues(
  row: Row,
  model: string,
  values: EffectValues,
  sent: Record<string, unknown>,
  old?: Row,
): void {
  const wanted =
    values === "input"
      ? Object.entries(sent)
      : Object.entries(values).map(([field, value]): [string, unknown] => [
          columnOf(model, field),
          "value" in value ? value.value : sent[value.input],
        ]);
  const columns = getTableColumns(tableOf(model));
  for (const [name, said] of wanted) {
    const value = said === "unchanged" && name.endsWith("_id") && old ? old[name] : said;
    const type = columns[name]?.columnType ?? "";
    expect(comparable(row[name], type), `${model}.${name}`).toEqual(comparable(value, type));
  }
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
