import { sortKey } from "../list-fields.ts";
import type { View } from "../project.ts";
import type { Report } from "../report.ts";
import { findField } from "./lookup.ts";
import type { ViewBase } from "./views.ts";

type NamedFields = Pick<View, "columns" | "search" | "filter" | "sort" | "fields">;

/** The fields of its model that a view names; reports those that are not there. */
export function resolveNamedFields({ view, model }: ViewBase, report: Report): NamedFields {
  const { columns, search, filter, sort, fields } = view.manifest;
  const isThere = (name: string, key: keyof NamedFields, place: number) =>
    model === null || findField(model, name, [...view.path, key, place], report) !== null;
  const known = (key: keyof NamedFields, names: readonly string[]) =>
    names.filter((name, place) => isThere(name, key, place));
  return {
    columns: columns ? known("columns", columns) : null,
    search: known("search", search ?? []),
    filter: known("filter", filter ?? []),
    sort: (sort ?? []).map(sortKey).filter(({ field }, place) => isThere(field, "sort", place)),
    fields: fields ? known("fields", fields) : null,
  };
}
