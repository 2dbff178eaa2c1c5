/** How many rows a page of a list shows, unless somebody asks for another number. */
export const PAGE_SIZE = 50;

/** How many rows a live page shows of each table: all of them are read anew after every event. */
export const MOST_SHOWN = 1000;

/** Where a list stands: page 1 is the first. */
export interface Pages {
  readonly current: number;
  readonly hasNext: boolean;
}

/**
 * One page of a list, as `?page=` asks for; the first one when it asks for nonsense or for a page
 * past the end.
 *
 * @param select runs the query; it is asked for one row more than a page holds, to see whether
 * there is a next one
 */
export async function paginate<Row>(
  query: Readonly<Record<string, string>>,
  select: (limit: number, offset: number) => PromiseLike<Row[]>,
): Promise<{ rows: Row[]; pages: Pages }> {
  const page = query["page"] ?? "";
  const current = /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1;
  const found = await select(PAGE_SIZE + 1, (current - 1) * PAGE_SIZE);
  if (found.length === 0 && current > 1) return paginate({}, select);
  return {
    rows: found.slice(0, PAGE_SIZE),
    pages: { current, hasNext: found.length > PAGE_SIZE },
  };
}
