import type { ComponentChildren } from "preact";

/** The values of one row, each a `Detail`. */
export function DetailList({ children }: { children: ComponentChildren }) {
  return <dl class="detail">{children}</dl>;
}

/** One value with its title. */
export function Detail({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </>
  );
}
