import { digestOf } from "#runtime/seen";
import type { Seals } from "./seals.ts";

/**
 * The entity tags of a whole row, for programs: they read the first one from a page and send it as
 * If-Match. The others are those of earlier secrets.
 */
export function entityTags(
  row: Readonly<Record<string, unknown>>,
  seals: Seals,
): [string, ...string[]] {
  const text = JSON.stringify(Object.entries(row).map(([name, value]) => [name, digestOf(value)]));
  const [tag, ...earlier] = seals.digestsOf(text);
  return [`"${tag}"`, ...earlier.map((each) => `"${each}"`)];
}

/** Whether a header If-Match names one of these entity tags; `*` names each. */
export function isMatch(ifMatch: string, tags: readonly string[]): boolean {
  return ifMatch.split(",").some((each) => ["*", ...tags].includes(each.trim()));
}
