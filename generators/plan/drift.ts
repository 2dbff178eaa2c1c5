import type { Plan } from "./plan.ts";

/**
 * The files that differ from what the manifest says, or of which the records do; by path. How a
 * file is laid out the manifest does not say.
 */
export function driftOf(plan: Plan): string[] {
  const laidOut = new Set(plan.laidOut);
  const changed = [
    ...plan.created,
    ...plan.updated,
    ...plan.deleted,
    ...plan.moved.map(({ to }) => to),
    ...plan.refusals.map(({ path }) => path),
  ];
  const writes = [...plan.writes.map(({ path }) => path), ...plan.deletes];
  const drift = new Set([...changed, ...writes].filter((path) => !laidOut.has(path)));
  const files = [...drift].filter((path) => changed.includes(path));
  return (files.length > 0 ? files : [...drift]).toSorted();
}
