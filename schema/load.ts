import type { Diagnostic } from "./diagnostic.ts";
import { indexManifest } from "./manifest-index.ts";
import type { Manifest } from "./manifest.types.ts";
import type { Project } from "./project.ts";
import { mergeSources, type MergedManifest } from "./read/merge-sources.ts";
import { readFiles, type ManifestFiles } from "./read/read-files.ts";
import { collect, type Finding } from "./report.ts";
import { type Former, resolve } from "./resolve/resolve.ts";
import { acceptFindings } from "./rules/allow.ts";
import { RULES } from "./rules/rules.ts";
import { toDiagnostic } from "./to-diagnostic.ts";

export interface Loaded {
  /** null as soon as there is one error. */
  project: Project | null;
  /** With the included apps; null when the files have not the shape of a manifest. */
  manifest: Manifest | null;
  /** All of them, errors and warnings, by file, line and column. */
  diagnostics: Diagnostic[];
  /** The manifest and its includes, relative to the project folder, the manifest first. */
  files: string[];
  /** The files' texts. A changed copy can be checked with {@link loadManifestFrom}. */
  sources: Record<string, string>;
}

/** The file in a project's folder that the manifest is read from. */
export const MANIFEST_FILE = "spire.yaml";

/**
 * Reads and checks the manifest of the project in `dir`, with its includes. Never throws for what
 * the files hold: whatever is wrong is a diagnostic.
 */
export async function loadManifest(dir: string): Promise<Loaded> {
  return check(await readFiles(dir, MANIFEST_FILE));
}

/**
 * The same for texts in memory, by path: `spire.yaml` and, under any other path, the files that it
 * includes (which patterns `include` holds is not asked).
 */
export function loadManifestFrom(
  sources: Readonly<Record<string, string>>,
  former: Former = {},
): Loaded {
  return check({ texts: new Map(Object.entries(sources)), problems: [] }, former);
}

function check(files: ManifestFiles, former: Former = {}): Loaded {
  const merged = mergeSources(files, MANIFEST_FILE);
  const diagnostics = [...merged.diagnostics];
  const { manifest } = merged;
  let project: Project | null = null;
  if (manifest !== null) {
    const checked = checkMeaning(manifest, merged, former);
    diagnostics.push(...checked.diagnostics);
    project = checked.project;
  }
  const hasErrors = diagnostics.some(({ severity }) => severity === "error");
  return {
    project: hasErrors ? null : project,
    manifest: merged.isWhole ? manifest : null,
    diagnostics: sorted(diagnostics, [...files.texts.keys()]),
    files: [...files.texts.keys()],
    sources: Object.fromEntries(files.texts),
  };
}

function checkMeaning(manifest: Manifest, merged: MergedManifest, former: Former) {
  const findings: Finding[] = [];
  const report = collect(findings);
  const resolution = resolve(indexManifest(manifest), report, former);
  for (const rule of RULES) rule(resolution, report);
  return {
    project: resolution.project,
    diagnostics: acceptFindings(findings, resolution.index)
      .filter(merged.isCertain)
      .map((finding) => toDiagnostic(finding, merged.locate)),
  };
}

function sorted(diagnostics: Diagnostic[], files: string[]): Diagnostic[] {
  const order = new Map(files.map((file, position) => [file, position]));
  return diagnostics.sort(
    ({ position: a }, { position: b }) =>
      (order.get(a.file) ?? -1) - (order.get(b.file) ?? -1) ||
      a.line - b.line ||
      a.column - b.column,
  );
}
