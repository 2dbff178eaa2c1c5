import type { View } from "../project.ts";
import type { Report } from "../report.ts";
import { sortKey } from "../sort-key.ts";
import { findField } from "./lookup.ts";
import type { ViewBase } from "./views.ts";

type NamedFields = Pick<View, "columns" | "sort" | "fields">;

/** The fields of its model that a view names; reports those that are not there. */
export function resolveNamedFields({ view, model }: ViewBase, report: Report): NamedFields {
  const { columns, sort, fields } = view.manifest;
  const isThere = (name: string, key: keyof NamedFields, place: number) =>
    model === null || findField(model, name, [...view.path, key, place], report) !== null;
  return {
    columns: columns?.filter((name, place) => isThere(name, "columns", place)) ?? null,
    sort: (sort ?? []).map(sortKey).filter(({ field }, place) => isThere(field, "sort", place)),
    fields: fields?.filter((name, place) => isThere(name, "fields", place)) ?? null,
  };
}
