import type { ModelEntry } from "../manifest-index.ts";
import type { LongField } from "../manifest.types.ts";
import type { EffectValue, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { DECIMAL_DEFAULTS, ID_TYPE, isReference, takes } from "../field-types.ts";
import { shown, textLength } from "./fields.ts";
import { misfit, type Bounds } from "./values.ts";

/** Reads the `field: value or $param` maps of `set` and `create`, and notes the inputs used. */
export class EffectValues {
  readonly used = new Set<string>();
  readonly #params: readonly Param[];
  readonly #report: Report;

  constructor(params: readonly Param[], report: Report) {
    this.#params = params;
    this.#report = report;
  }

  /** Reports SP303, SP341, SP342 and SP343; what is wrong is left out of the result. */
  resolve(
    model: ModelEntry,
    written: Record<string, unknown>,
    path: ManifestPath,
  ): Record<string, EffectValue> {
    const resolved: [string, EffectValue][] = [];
    for (const [name, value] of Object.entries(written)) {
      const at = [...path, name];
      const field = model.fields.get(name);
      if (!field) {
        this.#report("SP303", at, `\`${model.name}\` has no field \`${name}\`.`, {
          hint: didYouMean(name, model.fields.keys()),
          at: "key",
        });
        continue;
      }
      const found = this.#value(name, field, value, at);
      if (found) resolved.push([name, found]);
    }
    return Object.fromEntries(resolved);
  }

  #value(name: string, field: LongField, value: unknown, at: ManifestPath): EffectValue | null {
    if (typeof value === "string" && value.startsWith("$") && !value.startsWith("$$")) {
      return this.#input(name, field, value.slice(1), at);
    }
    const plain = typeof value === "string" && value.startsWith("$$") ? value.slice(1) : value;
    const why =
      plain === null
        ? field.null
          ? null
          : "is not for a field that cannot be empty"
        : misfit(plain, boundsOf(field));
    if (why === null) return { value: plain };
    this.#report("SP341", at, `The value ${shown(plain)} ${why}.`, {
      hint: `\`${name}\` is of type ${field.type}; \`$name\` stands for an input.`,
    });
    return null;
  }

  #input(name: string, field: LongField, input: string, at: ManifestPath): EffectValue | null {
    const param = this.#params.find((candidate) => candidate.name === input);
    if (!param) {
      const known = this.#params.map((candidate) => candidate.name);
      this.#report("SP342", at, `There is no input \`${input}\`.`, {
        hint:
          didYouMean(input, known) ??
          `Add it to \`params\`; a text that begins with a dollar sign is written \`$$${input}\`.`,
      });
      return null;
    }
    this.used.add(input);
    const why = inputMisfit(param, field);
    if (why === null) return { param: input };
    this.#report(
      "SP343",
      at,
      `The input \`${input}\` does not fit the field \`${name}\`: ${why}.`,
      {
        hint: `Make the input of type ${inputType(field)}.`,
      },
    );
    return null;
  }
}

function inputType({ type }: LongField): string {
  return isReference(type) ? ID_TYPE : type;
}

function inputMisfit(param: Param, field: LongField): string | null {
  const type = inputType(field);
  if (param.type !== type) return `it is of type ${param.type}, not ${type}`;
  const bounds = boundsOf(field);
  if (takes(field.type, "choices")) {
    const unknown = param.choices.filter((choice) => !bounds.choices.includes(choice));
    return unknown.length > 0 ? `the field has no choice ${listNames(unknown)}` : null;
  }
  if (param.maxLength !== null && bounds.maxLength !== null && param.maxLength > bounds.maxLength) {
    return `it takes ${param.maxLength} characters, the field holds ${bounds.maxLength} (write \`max_length: ${bounds.maxLength}\`)`;
  }
  return null;
}

function boundsOf(field: LongField): Bounds {
  return {
    type: field.type,
    maxLength: textLength(field),
    maxDigits: field.max_digits ?? DECIMAL_DEFAULTS.maxDigits,
    decimalPlaces: field.decimal_places ?? DECIMAL_DEFAULTS.decimalPlaces,
    choices: field.choices ?? [],
  };
}
