import type { EditValue } from "../../schema/edit/emit.ts";
import { SpireError } from "../../schema/errors.ts";

/**
 * Reads `--field name:type`, `name:reference:label.Model` and `name:choice:one,two`. Whether the
 * type and the names exist is the validator's to say.
 *
 * @throws {SpireError} E_BAD_ARGUMENT when one has no type, or a name is given twice
 */
export function parseFields(specs: readonly string[]): Record<string, EditValue> {
  const fields = new Map<string, EditValue>();
  for (const spec of specs) {
    const [name = "", type = "", ...rest] = spec.split(":");
    const detail = rest.join(":");
    if (name === "" || type === "") {
      throw new SpireError(
        "E_BAD_ARGUMENT",
        `The field "${spec}" has no ${name === "" ? "name" : "type"}.`,
        "Write it as NAME:TYPE, for example total:decimal.",
      );
    }
    if (fields.has(name)) {
      throw new SpireError("E_BAD_ARGUMENT", `The field "${name}" is given twice.`);
    }
    fields.set(name, fieldValue(spec, type, detail));
  }
  return Object.fromEntries(fields);
}

function fieldValue(spec: string, type: string, detail: string): EditValue {
  if (detail === "") return type;
  if (type === "reference") return { type, to: detail };
  if (type === "choice") return { type, choices: detail.split(",") };
  throw new SpireError(
    "E_BAD_ARGUMENT",
    `"${spec}": only reference and choice take a third part.`,
    "Write further options of the field in spire.yaml.",
  );
}
