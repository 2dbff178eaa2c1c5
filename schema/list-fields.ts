/** The fields that a list shows, and by which its rows are found; none for a view of another kind. */
export interface ListFields {
  /** What its table shows, in this order; null: what matters most. */
  columns: string[] | null;
  /** The texts in which its visitors may search. */
  search: string[];
  /** What they may narrow it by. */
  filter: string[];
  /** What its rows are ordered by, the first one first; none: as they were made. */
  sort: SortKey[];
}

/** A field that rows are ordered by. */
export interface SortKey {
  field: string;
  /** From the last value to the first. */
  descending: boolean;
}

/** `-reported_at`: by that field, from its last value to the first. */
export function sortKey(written: string): SortKey {
  const descending = written.startsWith("-");
  return { field: descending ? written.slice(1) : written, descending };
}
