import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { timeZone } from "#project";
import { momentText } from "./local-time.ts";

/** What a value that names a row reads like; "" for none. */
export function nameText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? momentText(value, timeZone) : String(value);
}

/** @param name the column that names rows of the table; its `id` where nothing does */
export function labelOf(name: PgColumn, { id, label }: { id: unknown; label: unknown }): string {
  const isId = name === (name.table as PgTable & { readonly id: PgColumn }).id;
  const text = isId ? "" : nameText(label);
  return text.trim() !== "" ? text : `#${String(id)}`;
}

/** Labels by id, in which rows of the same name are told apart by their number. */
export function toldApart<Id>(labels: ReadonlyMap<Id, string>): Map<Id, string> {
  const times = new Map<string, number>();
  for (const label of labels.values()) times.set(label, (times.get(label) ?? 0) + 1);
  return new Map(
    [...labels].map(([id, label]) => [
      id,
      (times.get(label) ?? 0) > 1 ? `${label} #${String(id)}` : label,
    ]),
  );
}
