import type { Pages } from "#rows/pagination";

/** Links to the pages before and after; nothing when all rows fit on one. */
export function Pagination({ pages, path }: { pages: Pages; path: string }) {
  if (pages.current === 1 && !pages.hasNext) return null;
  return (
    <nav class="pagination" aria-label="Pages">
      {pages.current > 1 && (
        <a rel="prev" href={`${path}?page=${pages.current - 1}`}>
          Previous
        </a>
      )}
      <span>Page {pages.current}</span>
      {pages.hasNext && (
        <a rel="next" href={`${path}?page=${pages.current + 1}`}>
          Next
        </a>
      )}
    </nav>
  );
}
