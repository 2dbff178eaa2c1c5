import type { StandardAction, ViewKind } from "./project.ts";

/** What the language says about one kind of view. */
export interface ViewKindRules {
  /** The standard permission that guards it by default; null: it names its own. */
  action: StandardAction | null;
  /** What its default path adds to the app's. */
  path: (name: string) => string;
  /** It is about one model of its app. */
  needsModel: boolean;
  /** It finds one row of its model by the path. */
  row: "always" | "when in the path" | "never";
  /** What its page shows that links may point from. */
  shows: "rows" | "row" | "object" | "nothing";
  /** It has a page, on which links stand. */
  page: boolean;
  /** Its path may have parameters that are no keys of rows: its body is the developer's. */
  freeParameters: boolean;
}

const row = "<int:pk>/";

export const VIEW_KINDS: Readonly<Record<ViewKind, ViewKindRules>> = {
  list: {
    action: "view",
    path: () => "",
    needsModel: true,
    row: "never",
    shows: "rows",
    page: true,
    freeParameters: false,
  },
  detail: {
    action: "view",
    path: () => row,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    freeParameters: false,
  },
  create: {
    action: "add",
    path: () => "create/",
    needsModel: true,
    row: "never",
    shows: "nothing",
    page: true,
    freeParameters: false,
  },
  update: {
    action: "change",
    path: () => `${row}update/`,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    freeParameters: false,
  },
  delete: {
    action: "delete",
    path: () => `${row}delete/`,
    needsModel: true,
    row: "always",
    shows: "row",
    page: true,
    freeParameters: false,
  },
  action: {
    action: null,
    path: (name) => `${row}${name}/`,
    needsModel: true,
    row: "when in the path",
    shows: "nothing",
    page: false,
    freeParameters: false,
  },
  page: {
    action: "view",
    path: (name) => `${name}/`,
    needsModel: false,
    row: "never",
    shows: "object",
    page: true,
    freeParameters: true,
  },
  live: {
    action: "view",
    path: (name) => `${name}/`,
    needsModel: false,
    row: "never",
    shows: "object",
    page: true,
    freeParameters: true,
  },
};
