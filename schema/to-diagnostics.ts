import { CODES } from "./codes.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { ManifestIndex } from "./manifest-index.ts";
import type { MergedManifest } from "./read/merge-sources.ts";
import type { Finding } from "./report.ts";
import { acceptFindings } from "./rules/allow.ts";

/** Findings with their places in the files; those that the manifest accepts are left out. */
export function toDiagnostics(
  findings: Finding[],
  index: ManifestIndex,
  { locate, isCertain }: MergedManifest,
): Diagnostic[] {
  return acceptFindings(findings, index)
    .filter(isCertain)
    .map((finding) => toDiagnostic(finding, locate));
}

export function toDiagnostic(
  { code, path, at, message, hint }: Finding,
  locate: MergedManifest["locate"],
): Diagnostic {
  const { severity } = CODES[code];
  const diagnostic: Diagnostic = { code, severity, position: locate(path, at), message };
  return hint === undefined ? diagnostic : { ...diagnostic, hint };
}
