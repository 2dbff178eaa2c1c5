import type { ComponentChildren } from "preact";
import { addressOf, isNarrowed, type List } from "#lists/address";

/** One column: its title is said once, for the head and for the cards of narrow screens. */
interface Column<Row> {
  title: string;
  /** How its cells look; left out: like short texts. */
  style?: "num" | "date" | "text";
  /** What a list is ordered by that is ordered by it; left out: it cannot be. */
  sort?: string;
  cell: (row: Row) => ComponentChildren;
}

interface DataTableProps<Row> {
  rows: readonly Row[];
  /** Whose rows they are; left out: they are no list's, and cannot be ordered. */
  list?: List;
  /** What is said in place of no rows. */
  empty: string;
  columns: readonly Column<Row>[];
  /** What one can do with a row. Who sees which is asked where it is written. */
  actions?: (row: Row) => ComponentChildren;
  /** On a live page: by it and its own id, a row stays the same one when the page is shown anew. */
  id?: string;
}

/** A table of rows, one a line. */
export function DataTable<Row extends { id: number | string }>({
  rows,
  list,
  empty,
  columns,
  actions,
  id,
}: DataTableProps<Row>) {
  if (rows.length === 0) {
    return <p class="empty">{list && isNarrowed(list) ? "No row is like that." : empty}</p>;
  }
  return (
    <div class="table-wrap">
      <table>
        <thead>
          <tr>
            {columns.map(({ title, style, sort }) =>
              list && sort ? (
                <SortableHead key={title} title={title} style={style} list={list} sort={sort} />
              ) : (
                <th key={title} scope="col" class={style}>
                  {title}
                </th>
              ),
            )}
            {actions && (
              <th scope="col">
                <span class="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} id={id && `${id}-${row.id}`}>
              {columns.map(({ title, style, cell }) => (
                <td key={title} data-label={title} class={style}>
                  {cell(row)}
                </td>
              ))}
              {actions && <td class="actions">{actions(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The head of a column by which the list can be ordered, and the other way round after that. */
function SortableHead({
  title,
  style,
  list,
  sort,
}: {
  title: string;
  style: Column<never>["style"];
  list: List;
  sort: string;
}) {
  const isUp = list.sort === sort;
  const isDown = list.sort === `-${sort}`;
  return (
    <th
      scope="col"
      class={style}
      aria-sort={isUp ? "ascending" : isDown ? "descending" : undefined}
    >
      <a href={addressOf(list, { sort: isUp ? `-${sort}` : sort })}>{title}</a>
    </th>
  );
}
