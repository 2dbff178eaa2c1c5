import type { ComponentChildren } from "preact";
import type { PageProps } from "#runtime/page";
import { WriteFields } from "#templates/write-fields";

interface WriteFormProps {
  page: PageProps;
  /** What it shows of its row, as `saw` or a form says it; left out where no row is changed. */
  seen?: string | null;
  /** Where it is sent; left out: to the page that it stands on. */
  action?: string;
  children: ComponentChildren;
}

/** A form that writes, one input a line. */
export function WriteForm({ page, seen = null, action, children }: WriteFormProps) {
  return (
    <form class="form" method="post" action={action}>
      <WriteFields page={page} seen={seen} />
      {children}
    </form>
  );
}
