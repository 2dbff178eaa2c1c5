/**
 * What the address of a list asks for, and the addresses that ask for something else. Names of the
 * list's own begin with `_`, which no column does.
 */
import { PAGE_SIZE } from "#rows/pagination";
import type { Option } from "#rows/rows";

/** How many rows a page may show. */
export const PAGE_SIZES = [25, PAGE_SIZE, 100, 250] as const;

/** How a filter says that a column is to be empty. */
export const NONE = "none";

export type Query = Readonly<Record<string, string>>;

/** What its rows are narrowed to. */
export interface Narrowing {
  /** Words that they have in them. */
  readonly search: string;
  /** The values that they have, as the address spells them. */
  readonly filters: Query;
  /** For columns that refer to rows: which of those may be asked for. */
  readonly options: Readonly<Record<string, readonly Option[]>>;
}

/** What is asked for, apart from that. */
export interface AskedList {
  readonly path: string;
  /** The column that it is ordered by, after a `-` from the last value on; "": as rows were made. */
  readonly sort: string;
  /** The same unless somebody asks for another one. */
  readonly usualSort: string;
  /** How many rows a page shows. */
  readonly size: number;
  /** The first one is 1. */
  readonly page: number;
}

/** A list as its page shows it. */
export interface List extends AskedList, Narrowing {
  readonly lastPage: number;
  /** How many rows it has, on all its pages. */
  readonly total: number;
}

/** What a list can be asked for. */
interface Offered {
  /** Columns that a visitor may order it by. */
  readonly sortable: readonly string[];
  readonly usualSort: string;
}

/** What it does not offer, and what makes no sense, is taken as if nobody had asked for it. */
export function askedOf(
  { path, query }: { path: string; query: Query },
  { sortable, usualSort }: Offered,
): AskedList {
  const [sort, size, page] = [own(query, "_sort"), own(query, "_size"), own(query, "_page")];
  return {
    path,
    usualSort,
    sort: sortable.includes(sort.replace(/^-/, "")) ? sort : usualSort,
    size: PAGE_SIZES.find((each) => String(each) === size) ?? PAGE_SIZE,
    page: /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1,
  };
}

/** The address of the list with something asked for otherwise: then its first page, unless said. */
export function addressOf(
  list: List,
  changes: Partial<Pick<List, "sort" | "size" | "page" | "search" | "filters">>,
): string {
  return withQuery(list.path, queryOf({ ...list, page: 1, ...changes }));
}

/** Whether it shows fewer rows than it has when nobody asks for certain ones. */
export function isNarrowed({ search, filters }: Narrowing): boolean {
  return search !== "" || Object.keys(filters).length > 0;
}

/** From a list: the address of a page from which one comes back to it as it is. */
export function fromList(list: List, url: string): string {
  return carrying(url, queryOf(list).toString());
}

/** The same from a page to which a list has led. */
export function onward({ query }: { query: Query }, url: string): string {
  return carrying(url, carriedBy(query));
}

/**
 * Back to the list at `url`, as it was left. Only what stands after its `?` is taken from the address,
 * so that it leads nowhere else.
 */
export function backToList({ query }: { query: Query }, url: string): string {
  return withQuery(url, new URLSearchParams(carriedBy(query)));
}

/** Only what is not as usual, so that a list has one address for each thing asked for. */
function queryOf({
  search,
  filters,
  sort,
  usualSort,
  size,
  page,
}: Omit<List, "lastPage" | "total" | "options" | "path">): URLSearchParams {
  const query = new URLSearchParams(filters);
  if (search !== "") query.set("_search", search);
  if (sort !== usualSort) query.set("_sort", sort);
  if (size !== PAGE_SIZE) query.set("_size", String(size));
  if (page !== 1) query.set("_page", String(page));
  return query;
}

/** A list that asks for more is come back to as usual. */
const LONGEST = 3000;

function carriedBy(query: Query): string {
  const carried = own(query, "_list");
  return carried.length > LONGEST ? "" : carried;
}

function carrying(url: string, carried: string): string {
  return withQuery(url, new URLSearchParams(carried === "" ? {} : { _list: carried }));
}

function withQuery(url: string, query: URLSearchParams): string {
  return query.size > 0 ? `${url}?${query}` : url;
}

/** What stands in an address under the name; "" for nothing. */
export function own(query: Query, name: string): string {
  return (Object.hasOwn(query, name) && query[name]) || "";
}
