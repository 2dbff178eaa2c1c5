import { FIELD_TYPES } from "../../schema/field-types.ts";
import { isSecret } from "../../schema/secrets.ts";
import { FreeText } from "../render/free-text.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeField, SafeView } from "../render/safe-project.ts";
import { choicesOf } from "./choices.ts";
import type { ListFilter, ListScreen, ShownField, Table } from "./screen.ts";
import { referencesOf, shownFields } from "./shown-fields.ts";

/** How the rows of a list are ordered, and what its visitors may ask of it. */
export function listTools(
  project: ProjectIndex,
  view: SafeView,
  { model, columns }: Table,
): Pick<ListScreen, "search" | "filters" | "order" | "sortable" | "references"> {
  const shown = shownFields(project, view, model);
  const named = (name: string) => shown.filter(({ field }) => field.name === name);
  const filters = view.filter.flatMap(named).map(filterOf);
  const order = view.sort.flatMap(({ field, descending }) =>
    named(field).map((each) => ({ field: each.field, descending })),
  );
  const used = [...columns, ...filters, ...order].map(({ field }) => field.name);
  return {
    search: view.search.flatMap(named).map(({ field }) => field),
    filters,
    order,
    sortable: columns.filter(({ field }) => isSortable(field)),
    references: referencesOf(shown.filter(({ field }) => used.includes(field.name))),
  };
}

function filterOf(shown: ShownField): ListFilter {
  const { field } = shown;
  const choices = choicesOf(field);
  // Such a choice is asked for by the word that would ask for none.
  const isTaken = choices.some(({ value }) => FreeText.unwrap(value) === "none");
  return { ...shown, choices, nullable: field.null && !isTaken };
}

/** Whether rows can be ordered by it without telling more than they show. */
function isSortable(field: SafeField): boolean {
  return FIELD_TYPES[field.type].sorts && !isSecret(field);
}
