import { FIELD_TYPES as LANGUAGE } from "../../../schema/field-types.ts";
import type { ModelRef, OnDelete } from "../../../schema/project.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";
import type { Builder, ColumnDefault } from "../field-types/column-types.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";

/** A column as calls of Drizzle's pg-core builders: rendered as code, and run in memory. */
export interface Column {
  /** The property in code, and the name in SQL. */
  name: string;
  builder: Builder;
  /** The builder's only argument. */
  options: Record<string, unknown> | null;
  calls: ColumnCall[];
}

export type ColumnCall =
  | { method: "notNull" }
  | { method: "default"; value: ColumnDefault }
  | { method: "unique"; name: string | null }
  /** `to` null: the runtime's table of users. */
  | { method: "references"; to: ModelRef | null; onDelete: OnDelete };

/** What Drizzle calls the ways of deleting. */
export const ON_DELETE = {
  cascade: "cascade",
  protect: "restrict",
  set_null: "set null",
} as const satisfies Readonly<Record<OnDelete, string>>;

/**
 * @param uniqueName of the constraint of a unique field; null for Drizzle's own name
 * @param ownReference whether a reference field's constraint is written at the column
 */
export function columnOf(
  field: SafeField,
  uniqueName: string | null,
  ownReference: boolean,
): Column {
  const type = FIELD_TYPES[field.type].column;
  const name = columnName(field);
  const calls: ColumnCall[] = [];
  if (!field.null) calls.push({ method: "notNull" });
  const value = defaultOf(field);
  if (value !== undefined) {
    calls.push({ method: "default", value: type.default?.(value) ?? { value } });
  }
  if (field.unique) calls.push({ method: "unique", name: uniqueName });
  if (field.onDelete !== null && ownReference) {
    calls.push({ method: "references", to: field.to, onDelete: field.onDelete });
  }
  return { name, builder: type.builder, options: type.options?.(field) ?? null, calls };
}

function defaultOf(field: SafeField): unknown {
  const value = FreeText.unwrap(field.default);
  if (value !== undefined && value !== null) return value;
  return field.null ? undefined : LANGUAGE[field.type].implicitDefault;
}
