import type { FieldType } from "./project.ts";

/** Options of a field that only some types have. */
export type FieldOption =
  | "max_length"
  | "max_digits"
  | "decimal_places"
  | "choices"
  | "to"
  | "on_delete"
  | "offer"
  | "related_name";

/** What the language says about one field type. */
export interface FieldTypeRules {
  options: readonly FieldOption[];
  /** Options that must be there. */
  required: readonly FieldOption[];
  /** Longest text where `max_length` is not said; null: no bound. */
  maxLength: number | null;
  /** Characters of the shortest text that is valid. */
  shortest: number;
  /** Such a field may say `unique` or `index`. */
  indexable: boolean;
  /** Its value is the id of a row: of the model that the field names, or of a user. */
  refersTo: "model" | "user" | null;
  /** Such a field may name its row: it holds one line, which may be another one in each row. */
  names: boolean;
  /** Rows can be ordered by it, found by words in it, narrowed by its values. */
  sorts: boolean;
  searches: boolean;
  filters: boolean;
  /** What such a field holds that may not be empty and was given nothing; absent: it must be given. */
  implicitDefault?: false;
}

const plain: FieldTypeRules = {
  options: [],
  required: [],
  maxLength: null,
  shortest: 1,
  indexable: true,
  refersTo: null,
  names: true,
  sorts: true,
  searches: false,
  filters: false,
};
const text = (maxLength: number, shortest = 1): FieldTypeRules => ({
  ...plain,
  options: ["max_length"],
  maxLength,
  shortest,
  searches: true,
});

/** The default lengths are Django's; a string without one has its customary 255. */
export const FIELD_TYPES: Readonly<Record<FieldType, FieldTypeRules>> = {
  string: text(255),
  text: { ...plain, names: false, searches: true },
  integer: plain,
  bigint: plain,
  decimal: { ...plain, options: ["max_digits", "decimal_places"] },
  // As an unticked box is.
  boolean: { ...plain, names: false, filters: true, implicitDefault: false },
  date: { ...plain, filters: true },
  datetime: { ...plain, filters: true },
  time: plain,
  uuid: plain,
  email: text(254, "a@b.io".length),
  url: text(200, "http://a".length),
  slug: text(50),
  json: { ...plain, indexable: false, names: false, sorts: false },
  choice: {
    ...plain,
    options: ["max_length", "choices"],
    required: ["choices"],
    names: false,
    filters: true,
  },
  reference: {
    ...plain,
    options: ["to", "on_delete", "related_name"],
    required: ["to"],
    refersTo: "model",
    names: false,
    filters: true,
  },
  user: {
    ...plain,
    options: ["on_delete", "offer", "related_name"],
    refersTo: "user",
    names: false,
    filters: true,
  },
};

/** The type of an input that names a row: ids are whole numbers. */
export const ID_TYPE = "integer" satisfies FieldType;

/** Whether a field of the type holds the id of a row. */
export function isReference(type: FieldType): boolean {
  return FIELD_TYPES[type].refersTo !== null;
}

/** Whether a field of the type may say the option. */
export function takes(type: FieldType, option: FieldOption): boolean {
  return FIELD_TYPES[type].options.includes(option);
}

export const DECIMAL_DEFAULTS = { maxDigits: 12, decimalPlaces: 2 };
