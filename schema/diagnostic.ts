/** A place in a manifest file. Lines and columns count from 1. */
export interface Position {
  /** Path as the person would type it: relative to the project folder. */
  file: string;
  line: number;
  column: number;
}

/** One thing that is wrong, or worth a warning, said to the person who wrote the manifest. */
export interface Diagnostic {
  /** A stable code of the table in `codes.ts`, e.g. `SP301`. */
  code: string;
  severity: "error" | "warning" | "note";
  position: Position;
  /** One sentence: what is wrong. */
  message: string;
  /** What to do about it; a guess at the intended name where there is one. */
  hint?: string;
}
