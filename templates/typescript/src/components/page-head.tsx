import type { ComponentChildren } from "preact";
import { Actions } from "./actions.tsx";

/** What a page begins with: its title, and what one can do from here. */
export function PageHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {children !== undefined && <Actions>{children}</Actions>}
    </div>
  );
}
