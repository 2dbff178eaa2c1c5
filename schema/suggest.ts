import { closest, distance } from "fastest-levenshtein";

/**
 * "Did you mean `x`?" for the known name that is nearest to a wrong one; undefined when none is
 * near.
 */
export function didYouMean(wrong: string, known: Iterable<string>): string | undefined {
  const names = [...known].filter((name) => Math.abs(name.length - wrong.length) <= reach(wrong));
  if (names.length === 0) return undefined;
  const nearest = closest(wrong, names);
  return distance(wrong, nearest) <= reach(wrong) ? `Did you mean \`${nearest}\`?` : undefined;
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
