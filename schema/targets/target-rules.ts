import type { FieldType, StandardAction } from "../project.ts";

/** What one target adds to the rules of the language. */
export interface TargetRules {
  words: ReservedWords;
  /** Beginnings of labels that the target keeps for itself. */
  keptLabels: readonly KeptLabels[];
  derived: DerivedNames;
  served: ServedPaths;
  /** Folders, at any depth, that hold what others wrote: an installer puts it there. */
  installedFolders: readonly string[];
}

/** What a name of the manifest becomes; each kind has its own words that it may not be. */
export type NameKind =
  | "folder"
  | "label"
  | "model"
  | "field"
  | "view"
  | "handler"
  | "event param"
  | "path parameter"
  | "role";

/** For each kind, the names that a target cannot take, with the reason as "`x` …". */
export type ReservedWords = Readonly<Record<NameKind, readonly ReservedGroup[]>>;

export interface ReservedGroup {
  /** Ends the sentence that begins with the name. */
  reason: string;
  words: ReadonlySet<string>;
}

export function group(reason: string, words: string): ReservedGroup {
  return { reason, words: new Set(words.split(/\s+/)) };
}

export interface KeptLabels {
  prefix: string;
  /** Why, as a whole sentence. */
  reason: string;
}

/** The paths at which every generated project answers by itself, besides the login. */
export interface ServedPaths {
  /** In the manifest's notation. */
  paths: readonly string[];
  /** First folders below which every path is taken. */
  folders: readonly string[];
}

/** An identifier of the generated project that is made from a name of the manifest. */
export interface DerivedName {
  /** No two are alike within it. */
  scope: string;
  name: string;
  /** What of the thing it names, such as "the row type"; absent: the thing itself. */
  part?: string;
}

/** Which identifiers a target makes from each thing of the manifest. */
export interface DerivedNames {
  app(label: string): DerivedName[];
  view(label: string, view: string): DerivedName[];
  model(label: string, model: string): DerivedName[];
  field(label: string, model: string, field: { name: string; type: FieldType }): DerivedName[];
  permission(
    label: string,
    model: string,
    permission: { codename: string; action: StandardAction | null },
  ): DerivedName[];
}
