import type { ComponentChildren } from "preact";
import type { PageProps } from "#runtime/page";
import { eventValues } from "#templates/write-fields";

interface EventButtonProps {
  page: PageProps;
  /** The event's handler. */
  event: string;
  /** What the handler is told. */
  values?: Readonly<Record<string, unknown>>;
  /** What it shows of its row, as `saw` says it; left out where no row is changed. */
  seen?: string;
  /** It destroys something. */
  danger?: boolean;
  /** What it is called beside others of the same words. */
  label?: string;
  children: ComponentChildren;
}

/** A button that fires an event of a live page. */
export function EventButton({
  page,
  event,
  values,
  seen,
  danger = false,
  label,
  children,
}: EventButtonProps) {
  return (
    <button
      type="button"
      class={danger ? "danger" : undefined}
      data-event={event}
      hx-ws-send
      hx-vals={eventValues(page, event, { ...values, seen })}
      aria-label={label}
    >
      {children}
    </button>
  );
}
