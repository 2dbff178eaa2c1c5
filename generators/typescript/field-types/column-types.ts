import type { SafeField } from "../../render/safe-project.ts";

/** How values of a field type are stored: a call of one of Drizzle's pg-core builders. */
export interface ColumnType {
  builder: Builder;
  /** The builder's only argument. */
  options?: (field: SafeField) => Record<string, unknown>;
  /** How a default of this type is written; `{ value }` unless it says otherwise. */
  default?: (value: unknown) => ColumnDefault;
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

/** A value for Drizzle to write, or an SQL expression that is safe as it stands. */
export type ColumnDefault = { value: unknown } | { sql: string };

const textDefault = (value: unknown): ColumnDefault => {
  const text = String(value);
  return text.includes(BREAKPOINT) ? { sql: sqlString(text) } : { value: text };
};
const asText = (value: unknown): ColumnDefault => ({ value: String(value) });

/** The columns that fields are stored in. */
export const COLUMNS = {
  bigint: {
    builder: "bigint",
    options: () => ({ mode: "bigint" }),
    // drizzle-kit cannot compare snapshots that hold a JavaScript bigint.
    default: (value) => ({ sql: BigInt(value as number | string).toString() }),
  },
  boolean: { builder: "boolean" },
  choice: {
    builder: "varchar",
    options: (field) => ({ length: field.maxLength, enum: field.choices }),
    default: textDefault,
  },
  date: { builder: "date", options: () => ({ mode: "string" }), default: asText },
  integer: { builder: "integer" },
  json: {
    builder: "jsonb",
    // drizzle-kit does not double the quotes in a JSON default.
    default: (value) => ({ sql: `${sqlString(JSON.stringify(value))}::jsonb` }),
  },
  numeric: {
    builder: "numeric",
    options: (field) => ({ precision: field.maxDigits, scale: field.decimalPlaces }),
    default: asText,
  },
  text: { builder: "text", default: textDefault },
  time: { builder: "time", default: asText },
  timestamp: {
    builder: "timestamp",
    options: () => ({ withTimezone: true, mode: "date" }),
    default: (value) => ({ sql: sqlString(String(value)) }),
  },
  uuid: { builder: "uuid", default: asText },
  varchar: {
    builder: "varchar",
    options: (field) => ({ length: field.maxLength }),
    default: textDefault,
  },
} satisfies Record<string, ColumnType>;

/** Drizzle's migrator splits a file at this comment's words, even inside a string. */
const BREAKPOINT = "statement-breakpoint";

/** An SQL string: quotes doubled, Drizzle's breakpoint broken up. */
function sqlString(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (!quoted.includes(BREAKPOINT)) return quoted;
  return `(${quoted.replaceAll(BREAKPOINT, "statement-' || 'breakpoint")})`;
}
