import { addressOf, type List, PAGE_SIZES } from "#lists/address";

/** Which rows of a list its page shows, and the ways to its other pages. */
export function ListPages({ list }: { list: List }) {
  const { page, lastPage, size, total } = list;
  if (total === 0) return null;
  const first = (page - 1) * size + 1;
  const last = Math.min(total, page * size);
  return (
    <nav class="pagination" aria-label="Pages">
      <p>
        {first.toLocaleString("en")}–{last.toLocaleString("en")} of {total.toLocaleString("en")}
      </p>
      {lastPage > 1 && (
        <p>
          {page > 1 && (
            <>
              <a href={addressOf(list, { page: 1 })}>First</a>
              <a rel="prev" href={addressOf(list, { page: page - 1 })}>
                Previous
              </a>
            </>
          )}
          <span aria-current="page">
            Page {page} of {lastPage}
          </span>
          {page < lastPage && (
            <>
              <a rel="next" href={addressOf(list, { page: page + 1 })}>
                Next
              </a>
              <a href={addressOf(list, { page: lastPage })}>Last</a>
            </>
          )}
        </p>
      )}
      {total > PAGE_SIZES[0] && <Sizes list={list} />}
    </nav>
  );
}

/** How many rows a page shows, and how many it could. */
function Sizes({ list }: { list: List }) {
  return (
    <p>
      <span>Rows a page:</span>
      {PAGE_SIZES.map((size) => (
        <a
          key={size}
          href={addressOf(list, { size })}
          aria-current={size === list.size ? "true" : undefined}
        >
          {size}
        </a>
      ))}
    </p>
  );
}
