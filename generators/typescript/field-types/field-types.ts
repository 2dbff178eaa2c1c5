import type { FieldType } from "../../../schema/project.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";
import { literal } from "../code/escapers.ts";
import type { Imports } from "../code/imports.ts";
import { columnName } from "../code/names.ts";
import { type ColumnType, COLUMNS } from "./column-types.ts";

/** A model's field, or an action's or event's param, which says less. */
export type Source = SafeField | (SafeParam & Precision);

/** Of a param when a decimal field says it. */
interface Precision {
  maxDigits?: number;
  decimalPlaces?: number;
}

/**
 * What this target makes of one field type. The type's name is also that of its builder in the
 * runtime's `forms/fields.ts`.
 */
export interface FieldTypeInCode {
  column: ColumnType;
  /** How a form asks for it. */
  input: Input;
  /** The same where the field may be empty; `input` when absent. */
  nullableInput?: Input;
  /**
   * What the runtime's builder is told besides `nullable` and `default`.
   *
   * @param labels code of the labels of its choices; null: it tells none
   */
  form?: (source: Source, labels: string | null) => { argument?: string; options?: string };
  /** The type of its values in code, null apart. */
  type: (source: Source) => string;
  /** How a written value becomes a literal; its JSON when absent. */
  literal?: (value: unknown) => string;
  /** How the code of a moment becomes a value, where it holds any; as it is when absent. */
  moment?: (code: string, imports: Imports) => string;
  /** How a page shows the code of a value; as it is when absent. */
  shown?: (code: string, place: ShownPlace) => string;
  /** Code of its value inside a text; as it is when absent. */
  named?: (code: string, imports: Imports) => string;
  /** The class of its cells in a table. */
  cell?: "num" | "date" | "text";
  /** Sample rows must keep to its format, which its column does not show. */
  format?: true;
}

/** Where a page shows a value. */
export interface ShownPlace {
  imports: Imports;
  /** In a table, where long texts are cut. */
  brief: boolean;
  /** Code of the labels of the field's choices. */
  labels: () => string;
}

/** The component of `templates/fields.tsx` that asks for a value. */
export interface Input {
  component: "TextField" | "TextArea" | "CheckField" | "SelectField";
  /** Attributes of the `<input>`, as JSX. */
  attributes?: string;
  /**
   * Attributes with what a select offers, as JSX.
   *
   * @param labels code of the labels of the field's choices
   */
  options?: (field: SafeField, imports: Imports, labels: () => string) => string;
}

const PAGE_FIELDS = "src/templates/fields.tsx";
const PAGE_VALUES = "src/templates/values.tsx";

const line = (attributes: string): Input => ({ component: "TextField", attributes });

const text: FieldTypeInCode = {
  column: COLUMNS.varchar,
  input: { component: "TextField" },
  form: ({ maxLength }) => (maxLength === null ? {} : { options: `maxLength: ${maxLength}` }),
  type: () => "string",
};

/** The id of a row, chosen among the page's options. */
const row: FieldTypeInCode = {
  column: COLUMNS.integer,
  input: { component: "SelectField", options: (field) => `options={options.${columnName(field)}}` },
  type: () => "number",
  shown: (code) => `\`#\${${code}}\``,
};

/** How each field type of the manifest is stored, asked for, typed, written and shown. */
export const FIELD_TYPES: Readonly<Record<FieldType, FieldTypeInCode>> = {
  string: text,
  text: {
    column: COLUMNS.text,
    input: { component: "TextArea" },
    type: () => "string",
    shown: (code, { imports, brief }) => (brief ? excerpt(code, imports) : code),
    cell: "text",
  },
  integer: {
    column: COLUMNS.integer,
    input: line('type="number" step={1}'),
    type: () => "number",
    cell: "num",
  },
  bigint: {
    column: COLUMNS.bigint,
    // Beyond 2^53 a number input would round.
    input: line('inputMode="numeric"'),
    type: () => "bigint",
    literal: (value) => literal(BigInt(value as number | string)),
    shown: (code) => `String(${code})`,
    cell: "num",
  },
  decimal: {
    column: COLUMNS.numeric,
    input: line('inputMode="decimal"'),
    form: precision,
    type: () => "string",
    literal: (value) => literal(String(value)),
    cell: "num",
  },
  boolean: {
    column: COLUMNS.boolean,
    input: { component: "CheckField" },
    nullableInput: { component: "SelectField", options: yesOrNo },
    type: () => "boolean",
    shown: (code) => `${code} ? "Yes" : "No"`,
  },
  date: {
    column: COLUMNS.date,
    input: line('type="date"'),
    type: () => "string",
    moment: local("dayAt"),
    cell: "date",
  },
  datetime: {
    column: COLUMNS.timestamp,
    input: line('type="datetime-local" step="any"'),
    type: () => "Date",
    literal: (value) => `new Date(${literal(value)})`,
    shown: moment,
    named: momentText,
    cell: "date",
  },
  time: {
    column: COLUMNS.time,
    input: line('type="time" step="any"'),
    type: () => "string",
    moment: local("clockAt"),
    cell: "date",
  },
  uuid: {
    column: COLUMNS.uuid,
    input: { component: "TextField" },
    type: () => "string",
  },
  email: { ...text, input: line('type="email"'), format: true },
  url: { ...text, input: line('type="url"'), format: true },
  slug: { ...text, format: true },
  json: {
    column: COLUMNS.json,
    input: { component: "TextArea" },
    type: () => "unknown",
    shown: (code, { imports, brief }) => {
      imports.named("src/database/json.ts", "writeJson");
      const json = `writeJson(${code})`;
      return brief ? excerpt(json, imports) : json;
    },
    cell: "text",
  },
  choice: {
    column: COLUMNS.choice,
    input: {
      component: "SelectField",
      options: ({ choices }, _, labels) => `options={${literal(choices)}} labels={${labels()}}`,
    },
    form: ({ choices }, labels) => ({
      argument: literal(choices),
      ...(labels === null ? {} : { options: `labels: ${labels}` }),
    }),
    shown: (code, { imports, labels }) => {
      imports.named("src/forms/choice-labels.ts", "choiceLabel");
      return `choiceLabel(${labels()}, ${code})`;
    },
    type: ({ choices }) => choices.map((choice) => literal(choice)).join(" | "),
  },
  reference: row,
  user: row,
};

function precision(source: Source): { options: string } {
  return source.maxDigits !== undefined && source.maxDigits !== null
    ? { options: `maxDigits: ${source.maxDigits}, decimalPlaces: ${source.decimalPlaces ?? 0}` }
    : // A param names no precision: as wide as PostgreSQL's numeric is useful to people.
      { options: "maxDigits: 30, decimalPlaces: 10" };
}

function yesOrNo(_: SafeField, imports: Imports): string {
  imports.named(PAGE_FIELDS, "yesOrNo");
  return "options={yesOrNo}";
}

function excerpt(code: string, imports: Imports): string {
  imports.named(PAGE_VALUES, "excerpt");
  return `excerpt(${code})`;
}

/** What the clocks of the project's zone show at a moment. */
function local(reader: "dayAt" | "clockAt") {
  return (code: string, imports: Imports): string => {
    imports.named("src/rows/local-time.ts", reader);
    imports.named("src/project.ts", "timeZone");
    return `${reader}(${code}, timeZone)`;
  };
}

function momentText(code: string, imports: Imports): string {
  imports.named("src/rows/row-label.ts", "nameText");
  return `nameText(${code})`;
}

function moment(code: string, { imports }: ShownPlace): string {
  imports.named(PAGE_VALUES, "Moment");
  return `<Moment value={${code}} />`;
}
