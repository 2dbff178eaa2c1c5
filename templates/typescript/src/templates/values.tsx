import { timeZone } from "#project";
import { momentText } from "#rows/local-time";

/** A moment, in the project's time zone: the server does not know the reader's. */
export function Moment({ value }: { value: Date }) {
  return <time dateTime={value.toISOString()}>{momentText(value, timeZone)}</time>;
}

/** The beginning of a long text, for tables. */
export function excerpt(text: string, length = 80): string {
  const characters = Array.from(text.slice(0, 2 * length + 2)); // each takes one or two places
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
