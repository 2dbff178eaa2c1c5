import { satisfies, validRange } from "semver";
import type { InstalledPackage } from "./installed-packages.ts";

/** Sentences that are shown; one would do to know that something is wrong. */
const SHOWN = 5;

/**
 * The packages that were made for another Node than this one, a sentence each. A project's own
 * package.json keeps such versions out by overrides, but not every package manager reads them there.
 */
export function wrongEngines(
  packages: readonly InstalledPackage[],
  node: string = process.versions.node,
): string[] {
  const wrong = packages.filter(({ json }) => {
    const range = json.engines?.node;
    return validRange(range) !== null && !satisfies(node, range ?? "*");
  });
  const sentences = wrong
    .slice(0, SHOWN)
    .map(
      ({ json }) =>
        `${json.name} ${json.version}: it asks for Node ${json.engines?.node}, and this is ${node}.`,
    );
  if (wrong.length > SHOWN) sentences.push(`… and ${wrong.length - SHOWN} more such packages.`);
  if (wrong.length > 0) {
    sentences.push(
      "(Overrides keep such versions out: in a workspace write them into its root's package.json; " +
        "pnpm 11 and newer read them in pnpm-workspace.yaml.)",
    );
  }
  return sentences;
}
