import { distance } from "fastest-levenshtein";

/**
 * "Did you mean `x`?" for the known name that is nearest to a wrong one; undefined when none is
 * near.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string | undefined {
  const near = [...known]
    .filter((name) => Math.abs(name.length - wrong.length) <= reach(wrong))
    .map((name) => ({ name, away: distance(wrong, name), first: name[0] === wrong[0] ? 0 : 1 }))
    .filter(({ away }) => away <= reach(wrong))
    // People seldom mistype the first letter.
    .toSorted((a, b) => a.away - b.away || a.first - b.first);
  return near[0] && `Did you mean \`${near[0].name}\`?`;
}

function reach(name: string): number {
  return Math.max(2, Math.ceil(name.length / 3));
}

/** `a`, `b` or `c`, for a sentence; the first ten when there are more. */
export function listNames(names: Iterable<string>, conjunction: "and" | "or" = "or"): string {
  const all = [...names].map((name) => `\`${name}\``);
  if (all.length > 10) return `${all.slice(0, 10).join(", ")} … (${all.length} in all)`;
  if (all.length < 2) return all.join("");
  return `${all.slice(0, -1).join(", ")} ${conjunction} ${all.at(-1)}`;
}
