import type { ComponentChildren } from "preact";

/** A part of a page, under a title of its own. */
export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <>
      <h2>{title}</h2>
      {children}
    </>
  );
}
