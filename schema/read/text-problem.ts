import type { Code } from "../codes.ts";

/** What is wrong with a text, whatever it is meant to say. */
export interface Problem {
  code: Code;
  message: string;
  hint?: string;
}

/** A mistake at an offset of a file's text. */
export interface TextProblem extends Problem {
  offset: number;
}

/** SP001, for the parser and for aliases, which it does not follow. */
export function notYaml(message: string): Problem {
  return { code: "SP001", message };
}

/** SP012, for tags that the parser knows nothing of, and those of YAML that have no meaning here. */
export function strangeTag(message: string): Problem {
  return { code: "SP012", message };
}

/** SP003, for files, their sum and their number, as they are on the disk and as they are read. */
export function tooLarge(message: string): Problem {
  return { code: "SP003", message };
}
