import { realpath } from "node:fs/promises";
import { satisfies, validRange } from "semver";
import type { InstalledPackage } from "./installed-packages.ts";
import { readPackageJson } from "./package-json.ts";

/**
 * The packages that are installed in a version that package.json's `overrides` or `resolutions`
 * keep out, a sentence each. Every package manager reads its own key, in its own place, and says
 * nothing about the others.
 */
export async function brokenOverrides(
  dir: string,
  packages: readonly InstalledPackage[],
): Promise<string[]> {
  const own = await readPackageJson(await realpath(dir));
  const wanted = new Map(
    Object.entries({ ...own?.overrides, ...own?.resolutions }).filter(
      (entry): entry is [string, string] => validRange(entry[1] as string) !== null,
    ),
  );
  const sentences = packages.flatMap(({ json: { name = "", version = "" } }) => {
    const range = wanted.get(name);
    if (range === undefined || satisfies(version, range)) return [];
    return [
      `${name} ${version} is installed, and the project's package.json asks for ${range}: write its ` +
        "overrides where they count (in a workspace, the root's package.json; for pnpm 11 and " +
        "newer, pnpm-workspace.yaml).",
    ];
  });
  return [...new Set(sentences)].sort();
}
