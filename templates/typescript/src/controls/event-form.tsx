import type { ComponentChildren } from "preact";
import type { PageProps } from "#runtime/page";
import { eventValues } from "#templates/write-fields";

interface EventFormProps {
  page: PageProps;
  /** The event's handler. */
  event: string;
  /** What the handler is told besides its inputs. */
  values?: Readonly<Record<string, unknown>>;
  /** What it shows of its row, as `saw` says it; left out where no row is changed. */
  seen?: string;
  /** It destroys something. */
  danger?: boolean;
  /** The words on its button. */
  words: string;
  /** What it is called beside others of the same words. */
  label?: string;
  /** Its inputs. */
  children: ComponentChildren;
}

/** The inputs of an event of a live page, and a button that fires it. */
export function EventForm({
  page,
  event,
  values,
  seen,
  danger = false,
  words,
  label,
  children,
}: EventFormProps) {
  return (
    <form
      class="inline"
      data-event={event}
      hx-ws-send
      hx-vals={eventValues(page, event, { ...values, seen })}
    >
      {children}
      <button type="submit" class={danger ? "danger" : undefined} aria-label={label}>
        {words}
      </button>
    </form>
  );
}
