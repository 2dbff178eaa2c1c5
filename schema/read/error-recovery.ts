import { collect, type Finding, type ManifestPath } from "../report.ts";
import { checkShape } from "./shape.ts";

export interface Recovered {
  /** What is left; null when nothing is. */
  value: unknown;
  /** The places whose values were left out. */
  skipped: ManifestPath[];
}

/** What is skipped may leave something incomplete, which is then skipped in the next round. */
const ROUNDS = 10;

/**
 * The part of a document that has the shape of a manifest, so that its meaning can be checked in
 * the same run. A value that lacks a key goes itself.
 *
 * @param findings those of checkShape for this value
 */
export function recover(
  value: unknown,
  findings: readonly Finding[],
  kind: "manifest" | "include",
): Recovered {
  const copy = structuredClone(value);
  const skipped: ManifestPath[] = [];
  let wrong = findings;
  for (let round = 0; round < ROUNDS; round += 1) {
    const paths = wrong.map(({ path }) => path);
    skipped.push(...paths);
    if (paths.some((path) => path.length === 0)) return { value: null, skipped };
    // From the end, so that positions in lists stay true.
    for (const path of uniquePaths(paths).sort((a, b) => comparePaths(b, a))) remove(copy, path);
    const next: Finding[] = [];
    if (checkShape(copy, kind, collect(next))) return { value: copy, skipped };
    wrong = next;
  }
  return { value: null, skipped };
}

function uniquePaths(paths: readonly ManifestPath[]): ManifestPath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

function comparePaths(a: ManifestPath, b: ManifestPath): number {
  for (const [index, step] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (typeof step === "number" && typeof other === "number") return step - other;
    return String(step) < String(other) ? -1 : 1;
  }
  return a.length - b.length;
}

function remove(root: unknown, path: ManifestPath): void {
  const last = path.at(-1);
  let parent = root;
  for (const step of path.slice(0, -1)) {
    if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, step)) return;
    parent = (parent as Record<string, unknown>)[step];
  }
  if (last === undefined || typeof parent !== "object" || parent === null) return;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Record<string, unknown>)[last];
}
