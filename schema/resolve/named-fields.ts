import type { View } from "../project.ts";
import type { Report } from "../report.ts";
import { findField } from "./lookup.ts";
import type { ViewBase } from "./views.ts";

/** The fields of its model that a view names; reports those that are not there. */
export function resolveNamedFields(
  { view, model }: ViewBase,
  report: Report,
): Pick<View, "columns" | "fields"> {
  const named = (key: "columns" | "fields") => {
    const names = view.manifest[key];
    if (model === null) return names;
    return names?.filter((name, place) =>
      findField(model, name, [...view.path, key, place], report),
    );
  };
  return { columns: named("columns") ?? null, fields: named("fields") ?? null };
}
