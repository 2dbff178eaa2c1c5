/**
 * How large a manifest may be. Beyond any of these, reading ends in a diagnostic: time and memory
 * stay bounded whatever the file holds.
 */
export const LIMITS = {
  /** Bytes of one file. */
  fileBytes: 4_000_000,
  /** Bytes of all files together. */
  totalBytes: 16_000_000,
  /** Files that `include` may add. */
  files: 2_000,
  /** Levels of folders that a glob of `include` looks into. */
  folders: 8,
  /** Lexical tokens of one file. */
  tokens: 2_000_000,
  /** Open nodes of the YAML parser: about two for each level of nesting. */
  openNodes: 200,
  /** Values of all files together, aliases counted each time they are used. */
  values: 1_000_000,
  /** Views of the whole project. */
  views: 20_000,
  /** YAML mistakes reported for one file. */
  syntaxErrors: 20,
} as const;
