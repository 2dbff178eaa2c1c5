import type { AppManifest } from "../manifest.types.ts";
import type { ManifestPath } from "../report.ts";

/** A value of a file of the manifest that was left out to go on after an error. */
export interface SkippedPart {
  path: ManifestPath;
  /** It stood in the manifest itself, not of an included file. */
  inManifest: boolean;
}

/** Keys of the manifest in which what is lost takes nothing from an app that was read whole. */
const KEYS_OF_THEIR_OWN = ["apps", "roles", "claims"];

/**
 * Which apps (top folders) a finding cannot be trusted in, because they, or apps that they refer
 * to, lost something; null when that may be any.
 *
 * @param apps the merged apps, without what was skipped
 */
export function uncertainApps(
  apps: Readonly<Record<string, AppManifest>>,
  skipped: readonly SkippedPart[],
): ReadonlySet<string> | null {
  const strayKey = skipped.some(
    ({ path, inManifest }) => inManifest && !KEYS_OF_THEIR_OWN.includes(String(path[0])),
  );
  if (strayKey) return null;

  const uncertain = new Set(
    skipped.filter(({ path }) => path[0] === "apps").map(({ path }) => String(path[1])),
  );
  const texts = new Map(Object.entries(apps).map(([name, app]) => [name, JSON.stringify(app)]));
  for (let grown = true; grown;) {
    grown = false;
    const labels = [...uncertain].flatMap((name) => labelsOf(apps[name], [name]));
    for (const [name, text] of texts) {
      if (uncertain.has(name)) continue;
      if (!labels.some((label) => text.includes(`"${label}.`))) continue;
      uncertain.add(name);
      grown = true;
    }
  }
  return uncertain;
}

function labelsOf(app: AppManifest | undefined, folders: readonly string[]): string[] {
  const own = app?.label ?? folders.join("_");
  const nested = Object.entries(app?.apps ?? {});
  return [own, ...nested.flatMap(([name, child]) => labelsOf(child, [...folders, name]))];
}
