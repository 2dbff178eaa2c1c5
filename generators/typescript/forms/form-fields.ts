import type { FieldType } from "../../../schema/project.ts";
import { literal } from "../code/escapers.ts";
import { FreeText } from "../../render/free-text.ts";
import type { SafeField, SafeParam } from "../../render/safe-project.ts";

/** A call of one of the builders of the runtime's fields.ts. */
export interface FormField {
  /** The builder's name, to import. */
  builder: FieldType;
  /** The call: `string({ maxLength: 255 })`. */
  code: string;
}

/** What a form or param field may say; a param says less than a model's field. */
type Source = SafeField | SafeParam;

/** How the runtime is told to read a value of a model's field, or of an action's or event's param. */
export function formField(source: Source): FormField {
  const options: string[] = [];
  if (source.maxLength !== null && source.type !== "choice") {
    options.push(`maxLength: ${source.maxLength}`);
  }
  if ("maxDigits" in source && source.maxDigits !== null) {
    options.push(`maxDigits: ${source.maxDigits}, decimalPlaces: ${source.decimalPlaces ?? 0}`);
  } else if (source.type === "decimal") {
    // A param names no precision: as wide as PostgreSQL's numeric is useful to people.
    options.push("maxDigits: 30, decimalPlaces: 10");
  }
  if ("null" in source && source.null) options.push("nullable: true");
  const value = "default" in source ? FreeText.unwrap(source.default) : undefined;
  if (value !== undefined && value !== null) {
    options.push(`default: ${defaultCode(source.type, value)}`);
  }
  const args = [
    ...(source.type === "choice" ? [literal(source.choices)] : []),
    ...(options.length > 0 ? [`{ ${options.join(", ")} }`] : []),
  ];
  return { builder: source.type, code: `${source.type}(${args.join(", ")})` };
}

/** Types whose values in code are not the manifest's own. */
function defaultCode(type: FieldType, value: unknown): string {
  switch (type) {
    case "bigint":
      return literal(BigInt(value as number | string));
    case "decimal":
      return literal(String(value));
    case "datetime":
      return `new Date(${literal(value)})`;
    default:
      return literal(value);
  }
}
