import { closest, distance } from "fastest-levenshtein";
import { BadInput } from "./command.ts";

/** Says that there is no such thing, and which one of those there are may be meant. */
export function unknownName(kind: string, wrong: string, known: readonly string[]): BadInput {
  const nearest = closest(wrong, known);
  const isNear = nearest !== undefined && distance(wrong, nearest) <= Math.max(2, wrong.length / 3);
  const hint = isNear ? `Did you mean "${nearest}"?` : `There are: ${known.join(", ") || "none"}.`;
  return new BadInput(`There is no ${kind} "${wrong}". ${hint}`);
}
