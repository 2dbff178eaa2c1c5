import type { Diagnostic, Position } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { AppManifest, Manifest } from "../manifest.types.ts";
import { collect, type Finding, type ManifestPath } from "../report.ts";
import { toDiagnostic } from "../to-diagnostics.ts";
import type { Budget } from "./plain-value.ts";
import type { FileProblem, ManifestFiles } from "./read-files.ts";
import { damageOf, withoutDamage } from "./repair.ts";
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
  locate(path: ManifestPath, at: Finding["at"]): Position;
  /** A finding there may be due to what was left out. */
  damaged(path: ManifestPath): boolean;
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
    damaged: () => true,
  };
  if (main === undefined || diagnostics.length > 0) return nothing;

  const wounds: ManifestPath[] = [];
  const repaired = new Map<SourceFile, unknown>();
  for (const source of sources) {
    const findings: Finding[] = [];
    checkShape(source.value, source === main ? "manifest" : "include", collect(findings));
    for (const finding of findings) {
      diagnostics.push(toDiagnostic(finding, (path, at) => positionOf(source, path, at)));
    }
    const damage = damageOf(findings);
    wounds.push(...damage);
    repaired.set(source, damage.length === 0 ? source.value : withoutDamage(source.value, damage));
  }
  const isWhole = wounds.length === 0;
  const kept = [...repaired].filter(
    ([source, value]) =>
      isWhole || checkShape(value, source === main ? "manifest" : "include", () => {}),
  );
  if (kept.length < sources.length) return nothing;

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
    damaged: (path) => isDamaged(path, wounds),
  };
}

/** Everything in an app that was hurt is uncertain, and so are the roles and other references. */
function isDamaged(path: ManifestPath, wounds: readonly ManifestPath[]): boolean {
  return path[0] !== "apps" || wounds.some((wound) => wound[0] !== "apps" || wound[1] === path[1]);
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
