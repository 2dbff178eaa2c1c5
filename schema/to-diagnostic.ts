import { CODES } from "./codes.ts";
import type { Diagnostic, Position } from "./diagnostic.ts";
import type { Finding, ManifestPath } from "./report.ts";

/** Looks up where a value of the manifest, or its key, stands in the files. */
export type Locate = (path: ManifestPath, at: Finding["at"]) => Position;

/** A finding with its place in the files, and the severity of its code. */
export function toDiagnostic(
  { code, path, at, message, hint }: Finding,
  locate: Locate,
): Diagnostic {
  const { severity } = CODES[code];
  const diagnostic: Diagnostic = { code, severity, position: locate(path, at), message };
  return hint === undefined ? diagnostic : { ...diagnostic, hint };
}
