import type { FieldType } from "../../../schema/project.ts";
import { FreeText } from "../../render/free-text.ts";
import { literal } from "../code/escapers.ts";
import { FIELD_TYPES, type Source } from "../field-types/field-types.ts";

/** A call of one of the builders of the runtime's fields.ts. */
export interface FormField {
  /** The builder's name, to import. */
  builder: FieldType;
  /** The call: `string({ maxLength: 255 })`. */
  code: string;
}

/**
 * How the runtime is told to read a value of a model's field, or of an action's or event's param.
 *
 * @param labels code of the labels of its choices; null: nothing is told of them
 */
export function formField(source: Source, labels: string | null = null): FormField {
  const { form, literal: write = literal } = FIELD_TYPES[source.type];
  const { argument, options: own } = form?.(source, labels) ?? {};
  const options = own === undefined ? [] : [own];
  if ("null" in source && source.null) options.push("nullable: true");
  const value = "default" in source ? FreeText.unwrap(source.default) : undefined;
  if (value !== undefined && value !== null) options.push(`default: ${write(value)}`);
  const args = [
    ...(argument === undefined ? [] : [argument]),
    ...(options.length > 0 ? [`{ ${options.join(", ")} }`] : []),
  ];
  return { builder: source.type, code: `${source.type}(${args.join(", ")})` };
}
