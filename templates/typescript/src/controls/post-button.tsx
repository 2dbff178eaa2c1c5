import type { ComponentChildren } from "preact";
import type { PageProps } from "#runtime/page";
import { WriteFields } from "#templates/write-fields";

interface PostButtonProps {
  page: PageProps;
  /** Where it is sent. */
  action: string;
  /** What it shows of its row, as `saw` says it; left out where no row is changed. */
  seen?: string | null;
  /** What it is called beside others of the same words. */
  label?: string;
  children: ComponentChildren;
}

/** A button that calls an action. */
export function PostButton({ page, action, seen = null, label, children }: PostButtonProps) {
  return (
    <form class="inline" method="post" action={action}>
      <WriteFields page={page} seen={seen} />
      <button type="submit" aria-label={label}>
        {children}
      </button>
    </form>
  );
}
