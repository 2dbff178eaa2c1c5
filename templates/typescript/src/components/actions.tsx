import type { ComponentChildren } from "preact";

/** Links and buttons beside each other. Who sees which is asked where they are written. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>;
}
