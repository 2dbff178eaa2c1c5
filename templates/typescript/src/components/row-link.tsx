import { HIDDEN } from "#rows/rows";

/** The name of a row, which leads to its page. A row that may not be seen is told by no address either. */
export function RowLink({ href, children }: { href: string; children: string | undefined }) {
  if (children === undefined || children === HIDDEN) return <>{children}</>;
  return <a href={href}>{children}</a>;
}
