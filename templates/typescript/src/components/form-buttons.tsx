import type { ComponentChildren } from "preact";

/** Sends the form that it stands in. */
export function SubmitButton({
  danger = false,
  children,
}: {
  /** It destroys something. */
  danger?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button type="submit" class={danger ? "danger" : "primary"}>
      {children}
    </button>
  );
}

/** Leaves a form without sending it. */
export function CancelLink({ href }: { href: string }) {
  return (
    <a class="button" href={href}>
      Cancel
    </a>
  );
}
