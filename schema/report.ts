import type { Code } from "./codes.ts";

/** Where a value stands in the manifest: keys and list positions from the top down. */
export type ManifestPath = readonly (string | number)[];

/** One finding of a rule, before its place in the files is looked up. */
export interface Finding {
  code: Code;
  path: ManifestPath;
  /** Point at the key or at its value. */
  at: "key" | "value";
  message: string;
  hint?: string;
}

/** What a rule calls for each thing it finds; rules go on afterwards. */
export type Report = (
  code: Code,
  path: ManifestPath,
  message: string,
  options?: { hint?: string | undefined; at?: Finding["at"] },
) => void;

/** A report that keeps the findings in a list. */
export function collect(findings: Finding[]): Report {
  return (code, path, message, { hint, at = "value" } = {}) => {
    findings.push(
      hint === undefined ? { code, path, at, message } : { code, path, at, message, hint },
    );
  };
}
