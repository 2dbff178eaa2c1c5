import type { FieldType, ModelRef, OnDelete } from "../../../schema/project.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField } from "../../render/safe-project.ts";
import { columnName } from "../code/names.ts";

/** A column as calls of Drizzle's pg-core builders: rendered as code, and run in memory. */
export interface Column {
  /** The property in code, and the name in SQL. */
  name: string;
  builder: Builder;
  /** The builder's only argument. */
  options: Record<string, unknown> | null;
  calls: ColumnCall[];
}

export type Builder =
  | "bigint"
  | "boolean"
  | "date"
  | "integer"
  | "jsonb"
  | "numeric"
  | "text"
  | "time"
  | "timestamp"
  | "uuid"
  | "varchar";

export type ColumnCall =
  | { method: "notNull" }
  | { method: "default"; value: ColumnDefault }
  | { method: "unique"; name: string | null }
  /** `to` null: the runtime's table of users. */
  | { method: "references"; to: ModelRef | null; onDelete: OnDelete };

/** A value for Drizzle to write, or an SQL expression that is safe as it stands. */
export type ColumnDefault = { value: unknown } | { sql: string };

interface ColumnType {
  builder: Builder;
  options?: (field: SafeField) => Record<string, unknown>;
  /** How a default of this type is written; `{ value }` unless it says otherwise. */
  default?: (value: unknown) => ColumnDefault;
}

const text: Pick<ColumnType, "default"> = {
  default: (value) => textDefault(String(value)),
};
const varchar: ColumnType = {
  builder: "varchar",
  options: (field) => ({ length: field.maxLength }),
  ...text,
};

/** How each field type of the manifest is stored. */
const COLUMN_TYPES: Record<FieldType, ColumnType> = {
  string: varchar,
  text: { builder: "text", ...text },
  integer: { builder: "integer" },
  bigint: {
    builder: "bigint",
    options: () => ({ mode: "bigint" }),
    // drizzle-kit cannot compare snapshots that hold a JavaScript bigint.
    default: (value) => ({ sql: BigInt(value as number | string).toString() }),
  },
  decimal: {
    builder: "numeric",
    options: (field) => ({ precision: field.maxDigits, scale: field.decimalPlaces }),
    default: (value) => ({ value: String(value) }),
  },
  boolean: { builder: "boolean" },
  date: {
    builder: "date",
    options: () => ({ mode: "string" }),
    default: (value) => ({ value: String(value) }),
  },
  datetime: {
    builder: "timestamp",
    options: () => ({ withTimezone: true, mode: "date" }),
    default: (value) => ({ sql: sqlString(String(value)) }),
  },
  time: { builder: "time", default: (value) => ({ value: String(value) }) },
  uuid: { builder: "uuid", default: (value) => ({ value: String(value) }) },
  email: varchar,
  url: varchar,
  slug: varchar,
  json: {
    builder: "jsonb",
    // drizzle-kit does not double the quotes in a JSON default.
    default: (value) => ({ sql: `${sqlString(JSON.stringify(value))}::jsonb` }),
  },
  choice: {
    builder: "varchar",
    options: (field) => ({ length: field.maxLength, enum: field.choices }),
    ...text,
  },
  reference: { builder: "integer" },
  user: { builder: "integer" },
};

/**
 * @param uniqueName of the constraint of a unique field; null for Drizzle's own name
 * @param ownReference whether a reference field's constraint is written at the column
 */
export function columnOf(
  field: SafeField,
  uniqueName: string | null,
  ownReference: boolean,
): Column {
  const type = COLUMN_TYPES[field.type];
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

/** A boolean that says nothing is false, as an unticked box is. */
function defaultOf(field: SafeField): unknown {
  const value = FreeText.unwrap(field.default);
  if (value !== undefined && value !== null) return value;
  return field.type === "boolean" && !field.null ? false : undefined;
}

/** Drizzle's migrator splits a file at this comment's words, even inside a string. */
const BREAKPOINT = "statement-breakpoint";

function textDefault(value: string): ColumnDefault {
  return value.includes(BREAKPOINT) ? { sql: sqlString(value) } : { value };
}

/** An SQL string: quotes doubled, Drizzle's breakpoint broken up. */
function sqlString(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (!quoted.includes(BREAKPOINT)) return quoted;
  return `(${quoted.replaceAll(BREAKPOINT, "statement-' || 'breakpoint")})`;
}
