import { FIELD_TYPES } from "../field-types.ts";
import type { ClosedField, Field, View } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import type { Rule } from "./rule.ts";

/**
 * SP324, SP325 and SP374: fields that a form leaves out because an action or handler changes them under
 * a guard of its own, those that a new row cannot do without, and a form that is left with none.
 */
export const closedFields: Rule = ({ index, project }, report) => {
  for (const [place, app] of index.apps.entries()) {
    const views = project.apps[place]?.views ?? [];
    for (const [at, entry] of app.views.entries()) {
      const view = views[at];
      const model = app.models.find(({ name }) => name === view?.model?.model);
      if (view === undefined || model === undefined) continue;
      const fields = project.apps[place]?.models.find(({ name }) => name === model.name)?.fields;
      for (const closed of view.closedFields.filter(({ field }) => isNamed(view, field))) {
        reportClosed(view, closed, entry.path, fields ?? [], report);
      }
      reportNone(view, entry.path, report);
      if (view.kind === "create") reportMissing(view, entry.path, fields ?? [], report);
    }
  }
};

function reportClosed(
  view: View,
  { field: name, changedBy }: ClosedField,
  path: ManifestPath,
  fields: readonly Field[],
  report: Report,
): void {
  const changers = listNames(changedBy, "and");
  const verb = changedBy.length === 1 ? "changes" : "change";
  const field = fields.find((candidate) => candidate.name === name);
  if (view.kind === "create" && field !== undefined && needsValue(field)) {
    report(
      "SP325",
      path,
      `The form of \`${view.id}\` cannot ask for \`${name}\`, which ${changers} ${verb}, and a new row needs a value.`,
      { hint: `Give \`${name}\` a \`default:\` or \`null: true\`.`, at: "key" },
    );
    return;
  }
  report(
    "SP324",
    path,
    `The form of \`${view.id}\` leaves out \`${name}\`: ${changers} ${verb} it, for whoever may.`,
    {
      hint: "To have it in the form, let the form's permission include the other's: `{ all: [ … ] }`.",
      at: "key",
    },
  );
}

function reportNone(view: View, path: ManifestPath, report: Report): void {
  const { id, fields, closedFields, scopeField } = view;
  const isLeftOut = (name: string) =>
    name === scopeField || closedFields.some(({ field }) => field === name);
  if (fields === null || fields.length === 0 || !fields.every(isLeftOut)) return;
  report("SP374", [...path, "fields"], `The form of \`${id}\` asks for none of its fields.`, {
    hint: "Name one that is entered here, and neither set by the view nor changed elsewhere.",
    at: "key",
  });
}

/** Of a create view whose `fields` leave out what must be there. */
function reportMissing(
  view: View,
  path: ManifestPath,
  fields: readonly Field[],
  report: Report,
): void {
  for (const field of fields) {
    const { name } = field;
    if (isNamed(view, name) || name === view.scopeField || !needsValue(field)) continue;
    report(
      "SP325",
      [...path, "fields"],
      `The form of \`${view.id}\` leaves out \`${name}\`, and a new row needs a value.`,
      { hint: `Name it too, or give \`${name}\` a \`default:\` or \`null: true\`.`, at: "key" },
    );
  }
}

/** Whether the view's form is meant to ask for the field. */
function isNamed({ fields }: View, name: string): boolean {
  return fields === null || fields.includes(name);
}

function needsValue({ type, null: nullable, default: value }: Field): boolean {
  return !nullable && value === undefined && FIELD_TYPES[type].implicitDefault === undefined;
}
