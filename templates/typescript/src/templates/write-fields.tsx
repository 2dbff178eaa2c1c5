import type { PageProps } from "#runtime/page";
import { CsrfField } from "./layout.tsx";

type WritingPage = Pick<PageProps, "csrfToken" | "writeKey" | "seal">;

/**
 * What every form carries that writes: the page's token, its key, and what it shows of its row.
 *
 * @param seen as `saw` or a form says it; left out where no row is changed
 */
export function WriteFields({ page, seen = null }: { page: WritingPage; seen?: string | null }) {
  return (
    <>
      <CsrfField token={page.csrfToken} />
      <input type="hidden" name="_key" value={page.writeKey} />
      {seen !== null && <input type="hidden" name="_seen" value={page.seal(seen)} />}
    </>
  );
}

/** The same for an event of a live page: the value of its control's `hx-vals`. */
export function eventValues(
  { writeKey, seal }: Pick<PageProps, "writeKey" | "seal">,
  event: string,
  { seen, ...values }: { seen?: string | undefined; [name: string]: unknown } = {},
): string {
  return JSON.stringify({ event, ...values, _key: writeKey, _seen: seen && seal(seen) });
}
