import type { ModelRef } from "../../schema/project.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { SafeView } from "../render/safe-project.ts";
import type { LoadedRows } from "./screen.ts";

/** Which rows a view loads before it runs, and which of them it is about. */
export function loadedRows({ kind, model, object, rowKey, scopeField }: SafeView): LoadedRows {
  if (model !== null && rowKey !== null) {
    if (object !== null && scopeField !== null) {
      const row = { model, key: rowKey, scopeField };
      return { object, row, subject: { model, loaded: "row" }, parent: object.model };
    }
    if (object === null) return aboutObject({ model, key: rowKey });
  }
  const { row, shows } = VIEW_KINDS[kind];
  const isAboutRows = row === "never" && shows !== "object";
  if (object !== null && !isAboutRows) return aboutObject(object);
  return { object, row: null, subject: null, parent: object?.model ?? null };
}

function aboutObject(object: { model: ModelRef; key: string }): LoadedRows {
  return { object, row: null, subject: { model: object.model, loaded: "object" }, parent: null };
}

export function sameModel(a: ModelRef | null, b: ModelRef | null): boolean {
  return a !== null && b !== null && a.label === b.label && a.model === b.model;
}
