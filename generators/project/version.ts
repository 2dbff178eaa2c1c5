import { readSpirePackage } from "../../schema/package-files.ts";

/** Which spire writes, and which manifest language it understands. */
export interface SpireVersion {
  /** `version` of spire's package.json. */
  generator: string;
  /** The manifest's `spire:` number. */
  language: number;
}

export function ownVersion(): SpireVersion {
  return { generator: readSpirePackage().version, language: 1 };
}

export function versionText(version: SpireVersion): string {
  return `${JSON.stringify(version, null, 2)}\n`;
}

/** Whether a project's version file names a newer spire. An unreadable file counts as newer. */
export function isNewer(recorded: string, version: SpireVersion): boolean {
  try {
    const { generator, language } = JSON.parse(recorded) as SpireVersion;
    return language > version.language || compare(generator, version.generator) > 0;
  } catch {
    return true;
  }
}

/** Compares `1.2.3` by numbers; a pre-release counts as its release. */
function compare(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (const index of [0, 1, 2]) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return version.split("-")[0]?.split(".").map(Number) ?? [];
}
