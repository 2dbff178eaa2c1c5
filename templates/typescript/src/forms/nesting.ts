/** How deep JSON may be: whoever walks, stores or shows it later has only so much stack. */

/** Levels of objects and arrays inside each other. */
export const MAX_DEPTH = 32;

/** Is the value nested deeper than that? */
export function isDeeper(value: unknown, depth = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}
