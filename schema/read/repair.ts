import type { Finding, ManifestPath } from "../report.ts";

/** The places of a document that must go before the rest can be checked for its meaning. */
export function damageOf(findings: readonly Finding[]): ManifestPath[] {
  return findings.map(({ path }) => path);
}

/**
 * A copy of the data without the values at the given paths. What lacks a key goes itself, since
 * its path is that of the value around the missing key.
 */
export function withoutDamage(value: unknown, damage: readonly ManifestPath[]): unknown {
  const copy = structuredClone(value);
  // From the end, so that positions in lists stay true.
  const paths = [...damage].sort((a, b) => comparePaths(b, a));
  for (const path of paths) remove(copy, path);
  return copy;
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
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], root);
  if (last === undefined || typeof parent !== "object" || parent === null) return;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Record<string, unknown>)[last];
}
