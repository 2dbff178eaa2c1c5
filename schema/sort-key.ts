import type { SortKey } from "./project.ts";

/** `-reported_at`: by that field, from its last value to the first. */
export function sortKey(written: string): SortKey {
  const descending = written.startsWith("-");
  return { field: descending ? written.slice(1) : written, descending };
}
