import { FIELD_TYPES } from "../../schema/field-types.ts";
import { isSecret } from "../../schema/secrets.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField, SafeView } from "../render/safe-project.ts";
import type { ListScreen, Table } from "./screen.ts";
import { referencesOf, shownFields } from "./shown-fields.ts";

/** How the rows of a list are ordered, and what its visitors may ask of it. */
export function listTools(
  project: ProjectIndex,
  view: SafeView,
  { model, columns }: Table,
): Pick<ListScreen, "order" | "sortable" | "references"> {
  const shown = shownFields(project, view, model);
  const order = view.sort.flatMap(({ field: name, descending }) => {
    const field = shown.find((each) => each.field.name === name);
    return field === undefined ? [] : [{ field, descending }];
  });
  const used = [...columns, ...order.map(({ field }) => field)].map(({ field }) => field.name);
  return {
    order: order.map(({ field, descending }) => ({ field: field.field, descending })),
    sortable: columns.filter(({ field }) => isSortable(field)),
    references: referencesOf(shown.filter(({ field }) => used.includes(field.name))),
  };
}

/** Whether rows can be ordered by it without telling more than they show. */
function isSortable(field: SafeField): boolean {
  return FIELD_TYPES[field.type].sorts && !isSecret(field);
}
