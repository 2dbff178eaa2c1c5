/** What is known about one code; `docs/diagnostics.md` is written from it. */
export interface RuleText {
  /** A note says what was decided, when files are written; there is nothing to mend. */
  severity: "error" | "warning" | "note";
  title: string;
  /** Why it is refused, and what to do. */
  explanation: string;
  /** A manifest's lines that show it. */
  example: string;
  /** An app or view may accept the finding in writing, under `allow`. */
  acceptable?: true;
}
