import { CODES } from "../codes.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { AppManifest, Manifest } from "../manifest.types.ts";
import { collect, type Finding } from "../report.ts";
import { type Locate, toDiagnostic } from "../to-diagnostic.ts";
import type { Budget } from "./plain-value.ts";
import type { FileProblem, ManifestFiles } from "./read-files.ts";
import { recover } from "./error-recovery.ts";
import { type SkippedPart, uncertainApps } from "./uncertain.ts";
import { checkShape } from "./shape.ts";
import { positionAt, positionOf, readSource, type SourceFile } from "./source-file.ts";

/** The manifest and its includes as one document, and the way back to the files. */
export interface MergedManifest {
  /** null when nothing is left that could be checked further. */
  manifest: Manifest | null;
  /** Every file has the shape of the language; else `manifest` is what is left without the rest. */
  isWhole: boolean;
  diagnostics: Diagnostic[];
  /** The place of a value of the merged manifest. */
  locate: Locate;
  /** The finding cannot be due to what was left out. */
  isCertain(finding: Finding): boolean;
}

export function mergeSources(files: ManifestFiles, manifestFile: string): MergedManifest {
  const budget: Budget = { values: 0 };
  const sources = [...files.texts].map(([file, text]) => readSource(file, text, budget));
  const main = sources.find((source) => source.file === manifestFile);
  const diagnostics = [
    ...files.problems.map((problem) => fileDiagnostic(problem, main)),
    ...sources.flatMap(textDiagnostics),
  ];
  const nothing: MergedManifest = {
    manifest: null,
    isWhole: false,
    diagnostics,
    locate: () => ({ file: manifestFile, line: 1, column: 1 }),
    isCertain: () => false,
  };
  if (main === undefined || diagnostics.length > 0) return nothing;

  const skipped: SkippedPart[] = [];
  const kept: (readonly [SourceFile, unknown])[] = [];
  for (const source of sources) {
    const kind = source === main ? "manifest" : "include";
    const findings: Finding[] = [];
    if (checkShape(source.value, kind, collect(findings))) {
      kept.push([source, source.value]);
      continue;
    }
    const locate: Locate = (path, at) => positionOf(source, path, at);
    diagnostics.push(...findings.map((finding) => toDiagnostic(finding, locate)));
    const rest = recover(source.value, findings, kind);
    skipped.push(...rest.skipped.map((path) => ({ path, inManifest: source === main })));
    if (rest.value === null) return nothing;
    kept.push([source, rest.value]);
  }
  const isWhole = skipped.length === 0;

  const { manifest, owners } = mergeApps(main, kept, diagnostics);
  const views = countViews(manifest.apps ?? {});
  if (views > LIMITS.views) {
    const finding: Finding = {
      code: "SP006",
      path: ["apps"],
      at: "key",
      message: `The project has ${views} views; spire generates up to ${LIMITS.views}.`,
    };
    diagnostics.push(toDiagnostic(finding, (path, at) => positionOf(main, path, at)));
    return nothing;
  }
  return {
    manifest,
    isWhole,
    diagnostics,
    locate: (path, at) =>
      positionOf((path[0] === "apps" && owners.get(String(path[1]))) || main, path, at),
    isCertain: isWhole ? () => true : certainty(manifest, skipped),
  };
}

function certainty(
  manifest: Manifest,
  skipped: readonly SkippedPart[],
): (finding: Finding) => boolean {
  const uncertain = uncertainApps(manifest.apps ?? {}, skipped);
  // Warnings speak of the whole project: a role that was left out may hold the permission.
  return ({ code, path }) =>
    CODES[code].severity === "error" &&
    path[0] === "apps" &&
    uncertain !== null &&
    !uncertain.has(String(path[1]));
}

function mergeApps(
  main: SourceFile,
  files: readonly (readonly [SourceFile, unknown])[],
  diagnostics: Diagnostic[],
): { manifest: Manifest; owners: Map<string, SourceFile> } {
  const owners = new Map<string, SourceFile>();
  const apps: [string, AppManifest][] = [];
  let manifest: Manifest | undefined;
  for (const [source, value] of files) {
    if (source === main) manifest = value as Manifest;
    for (const [name, app] of Object.entries((value as Manifest).apps ?? {})) {
      const owner = owners.get(name);
      if (owner === undefined) {
        owners.set(name, source);
        apps.push([name, app]);
        continue;
      }
      diagnostics.push({
        code: "SP011",
        severity: "error",
        position: positionOf(source, ["apps", name], "key"),
        message: `The app \`${name}\` stands in \`${owner.file}\` already.`,
        hint: "Keep an app whole in one file.",
      });
    }
  }
  return { manifest: { ...(manifest as Manifest), apps: Object.fromEntries(apps) }, owners };
}

function countViews(apps: Record<string, AppManifest>): number {
  return Object.values(apps).reduce(
    (sum, app) => sum + Object.keys(app.views ?? {}).length + countViews(app.apps ?? {}),
    0,
  );
}

function textDiagnostics(source: SourceFile): Diagnostic[] {
  return source.problems.map(({ code, offset, message, hint }) => {
    const position = positionAt(source, offset);
    const diagnostic = { code, severity: "error", position, message } as const;
    return hint === undefined ? diagnostic : { ...diagnostic, hint };
  });
}

function fileDiagnostic(problem: FileProblem, main: SourceFile | undefined): Diagnostic {
  const { code, file, include, message, hint } = problem;
  const position =
    include !== null && main
      ? positionOf(main, ["include", include], "value")
      : { file, line: 1, column: 1 };
  const diagnostic = { code, severity: "error", position, message } as const;
  return hint === undefined ? diagnostic : { ...diagnostic, hint };
}
