import { FIELD_TYPES } from "../field-types.ts";
import type { ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { Rule } from "./rule.ts";

/** SP337: two names for rows that refer to one model. */
export const relatedNames: Rule = ({ index }, report) => {
  const taken = new Map<string, string>();
  for (const model of index.models.values()) {
    for (const [name, field] of model.fields) {
      const { related_name: related } = field;
      const target = FIELD_TYPES[field.type].refersTo === "user" ? "user" : field.to;
      if (related === undefined || target === undefined) continue;
      const path = [...model.path, "fields", name, "related_name"];
      const own = `${model.app.label}.${model.name}.${name}`;
      const other = taken.get(`${target} ${related}`);
      const isField = index.models.get(target)?.fields.has(related) ?? false;
      if (other !== undefined || isField) {
        const owner = isField ? `a field of \`${target}\`` : `the related name of \`${other}\``;
        report("SP337", path, `\`${related}\` is already ${owner}.`, {
          hint: "Choose another name.",
        });
      }
      taken.set(`${target} ${related}`, own);
    }
  }
};

/** SP338: rows that each need another first. */
export const requiredCircles: Rule = ({ index }, report) => {
  const finished = new Set<ModelEntry>();
  for (const model of index.models.values()) follow(model, []);

  function follow(model: ModelEntry, trail: { model: ModelEntry; field: string }[]): void {
    if (finished.has(model)) return;
    for (const [field, target] of requiredReferences(index, model)) {
      const steps = [...trail, { model, field }];
      const start = steps.findIndex((step) => step.model === target);
      if (start === -1) {
        follow(target, steps);
        continue;
      }
      const circle = [...steps.slice(start).map((step) => step.model.name), target.name];
      report(
        "SP338",
        [...model.path, "fields", field],
        `No first row can be made: ${circle.join(" needs ")}.`,
        {
          hint: "Give one of these references `null: true`.",
          at: "key",
        },
      );
    }
    finished.add(model);
  }
};

function requiredReferences(index: ManifestIndex, model: ModelEntry): [string, ModelEntry][] {
  return [...model.fields].flatMap(([name, field]): [string, ModelEntry][] => {
    const refers = FIELD_TYPES[field.type].refersTo === "model";
    const target = refers && !field.null ? index.models.get(field.to ?? "") : null;
    return target ? [[name, target]] : [];
  });
}
