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
