import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import type { Code } from "../codes.ts";
import { readManifestSchema } from "../package-files.ts";
import type { Report } from "../report.ts";
import { pascalCase } from "../spelling.ts";
import { didYouMean, listNames } from "../suggest.ts";
import { decidable } from "./shape-schema.ts";

type Validators = Record<"manifest" | "include", ValidateFunction>;

let compiled: Validators | undefined;

/** Compiled on first use, once a process. */
function validators(): Validators {
  if (compiled) return compiled;
  const schema = JSON.parse(readManifestSchema());
  // strictTypes: a `$ref` beside `minLength` says its type in the definition.
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false });
  ajv.addKeyword({ keyword: "oneKeyOf", validate: () => false });
  ajv.addSchema(decidable(schema), "spire");
  return (compiled = {
    manifest: ajv.getSchema("spire") as ValidateFunction,
    include: ajv.getSchema("spire#/$defs/IncludeManifest") as ValidateFunction,
  });
}

/**
 * Checks data against manifest.schema.json and reports every departure in one sentence.
 *
 * @returns whether the data has the shape of a manifest, or of an included file
 */
export function checkShape(data: unknown, kind: keyof Validators, report: Report): boolean {
  const validate = validators()[kind];
  if (validate(data)) return true;
  for (const error of validate.errors ?? []) describe(error, report);
  return false;
}

/** Keywords that only sum up errors reported on their own. */
const SUMMARIES = new Set(["if", "propertyNames"]);

function describe(error: ErrorObject, report: Report): void {
  const path = pathOf(error.instancePath);
  if (error.propertyName !== undefined && error.keyword === "maxLength") {
    const message = `The name is longer than ${error.params["limit"]} characters.`;
    report("SP106", [...path, error.propertyName], message, { at: "key" });
    return;
  }
  if (error.propertyName !== undefined && (isFreeText(error) || error.keyword === "minLength")) {
    const known = DESCRIPTIONS[error.keyword]?.(error);
    const { code, message, hint } = known ?? bounds("The text is empty.");
    report(code, [...path, error.propertyName], message, { hint, at: "key" });
    return;
  }
  if (error.propertyName !== undefined) {
    const name = JSON.stringify(error.propertyName);
    report("SP105", [...path, error.propertyName], `${name} is ${nameRule(error)}.`, {
      at: "key",
      hint: nameHint(error.propertyName, error),
    });
    return;
  }
  if (SUMMARIES.has(error.keyword)) return;
  const known = DESCRIPTIONS[error.keyword];
  if (known === undefined) {
    report("SP103", path, `The value ${error.message ?? "has the wrong shape"}.`);
    return;
  }
  const { code, message, hint, step, at } = known(error);
  report(code, step === undefined ? path : [...path, step], message, { hint, at: at ?? "value" });
}

interface Description {
  code: Code;
  message: string;
  hint?: string | undefined;
  step?: string;
  at?: "key";
}

/** One sentence for each keyword that the schema uses. */
const DESCRIPTIONS: Record<string, (error: ErrorObject) => Description> = {
  additionalProperties: ({ params, parentSchema }) => {
    const key = String(params["additionalProperty"]);
    const known = Object.keys(parentSchema?.["properties"] ?? {});
    return {
      code: "SP101",
      message: `The key ${JSON.stringify(key)} is not known here.`,
      hint: didYouMean(key, known) ?? `Known here: ${listNames(known, "and")}.`,
      step: key,
      at: "key",
    };
  },
  required: ({ params }) => ({
    code: "SP102",
    message: `The key \`${params["missingProperty"]}\` is missing here.`,
    hint: `Add \`${params["missingProperty"]}:\`.`,
    at: "key",
  }),
  type: ({ params, data }) => ({
    code: "SP103",
    message: `This should be ${kinds(params["type"])}, but is ${kindOf(data)}.`,
    hint: typeof data === "number" ? "Write a text that looks like a number in quotes." : undefined,
  }),
  enum: ({ params, data }) => {
    const allowed = params["allowedValues"] as unknown[];
    return {
      code: "SP104",
      message: `${shown(data)} is not one of the allowed values.`,
      hint:
        (typeof data === "string" ? didYouMean(data, allowed.map(String)) : undefined) ??
        `Allowed: ${listNames(allowed.map(String), "and")}.`,
    };
  },
  const: ({ data }) => ({
    code: "SP107",
    message: `${shown(data)} is no version of the manifest language that this spire reads.`,
    hint: "Write `spire: 1`.",
  }),
  pattern: (error) =>
    isFreeText(error)
      ? {
          code: "SP108",
          message: "The text holds U+0000 or half a surrogate pair, which no database stores.",
          hint: "Remove the character.",
        }
      : {
          code: "SP105",
          message: `${shown(error.data)} is ${nameRule(error)}.`,
          hint: nameHint(error.data, error),
        },
  minLength: () => bounds("The text is empty.", "Write a text, or remove the key."),
  maxLength: ({ params }) => bounds(`The text is longer than ${params["limit"]} characters.`),
  minimum: ({ params }) => bounds(`The number is less than ${params["limit"]}.`),
  maximum: ({ params }) => bounds(`The number is greater than ${params["limit"]}.`),
  minItems: ({ params }) => bounds(`The list has fewer entries than ${params["limit"]}.`),
  maxItems: ({ params }) => bounds(`The list has more entries than ${params["limit"]}.`),
  minProperties: ({ params }) => bounds(`The map has fewer entries than ${params["limit"]}.`),
  oneKeyOf: ({ schema }) => ({
    code: "SP109",
    message: "None of the keys that say what this is stands here.",
    hint: `Write one of ${listNames(schema as string[])}.`,
    at: "key",
  }),
};

function bounds(message: string, hint?: string): Description {
  return { code: "SP106", message, hint };
}

function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

const KINDS: Record<string, string> = {
  object: "a map",
  array: "a list",
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
};

function kinds(types: string | string[]): string {
  return [types]
    .flat()
    .map((type) => KINDS[type] ?? type)
    .join(" or ");
}

function kindOf(data: unknown): string {
  if (data === null) return "empty";
  if (Array.isArray(data)) return "a list";
  return (typeof data === "number" ? "the number " + data : KINDS[typeof data]) ?? typeof data;
}

function shown(data: unknown): string {
  const text = JSON.stringify(data) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function isFreeText(error: ErrorObject): boolean {
  return String(error.params["pattern"]).includes("u0000");
}

/** What a name or reference of this pattern is called, for "`x` is no name in snake_case". */
function nameRule(error: ErrorObject): string {
  const what = (error.parentSchema?.["description"] as string | undefined) ?? "a valid name";
  const first = what.split(/[:.,;]/)[0] ?? what;
  return `not ${first.charAt(0).toLowerCase()}${first.slice(1)}`;
}

function nameHint(name: unknown, error: ErrorObject): string | undefined {
  const examples = error.parentSchema?.["examples"] as unknown[] | undefined;
  const example = examples?.[0];
  if (typeof name === "string" && typeof example === "string") {
    const better = /^[A-Z]/.test(example)
      ? pascalCase(name.replaceAll(/[^A-Za-z0-9.]+/g, "_"))
      : snake(name);
    const pattern = new RegExp(String(error.params["pattern"]), "u");
    if (better !== name && pattern.test(better)) return `Write \`${better}\`.`;
  }
  return typeof example === "string" ? `It looks like \`${example}\`.` : undefined;
}

function snake(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll(/[^A-Za-z0-9.]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .toLowerCase();
}
