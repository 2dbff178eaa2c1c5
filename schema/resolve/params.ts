import { FIELD_TYPES, takes } from "../field-types.ts";
import type { LongParam, ParamManifest } from "../manifest.types.ts";
import type { FieldType, Param } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import { checkChoices, checkLength, textLength } from "./fields.ts";

/** The inputs of an action or event; reports SP330, SP331, SP333 and SP336. */
export function resolveParams(
  params: Record<string, ParamManifest> | undefined,
  path: ManifestPath,
  report: Report,
): Param[] {
  return Object.entries(params ?? {}).map(([name, written]) => {
    const param: LongParam = typeof written === "string" ? { type: written } : written;
    const at = [...path, name];
    checkChoices(param, at, report);
    for (const option of ["max_length", "choices"] as const) {
      if (!(option in param) || takes(param.type, option)) continue;
      const types = (Object.keys(FIELD_TYPES) as FieldType[]).filter((type) => takes(type, option));
      report("SP330", [...at, option], `An input of type ${param.type} has no \`${option}\`.`, {
        hint: `It belongs to ${listNames(types, "and")}.`,
        at: "key",
      });
    }
    if (takes(param.type, "choices") && !param.choices) {
      report("SP331", at, `An input of type ${param.type} needs \`choices\`.`, {
        hint: "Write `{ type: choice, choices: [first, second] }`.",
        at: "key",
      });
    }
    const maxLength = textLength(param);
    checkLength({ type: param.type, maxLength }, at, report);
    return {
      name,
      type: param.type,
      maxLength,
      choices: takes(param.type, "choices") ? (param.choices ?? []) : [],
    };
  });
}
