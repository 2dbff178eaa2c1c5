/** A moment, in UTC: the server does not know the reader's time zone. */
export function Moment({ value }: { value: Date }) {
  const iso = value.toISOString();
  return <time dateTime={iso}>{`${iso.slice(0, 16).replace("T", " ")} UTC`}</time>;
}

/** The beginning of a long text, for tables. */
export function excerpt(text: string, length = 80): string {
  const characters = Array.from(text.slice(0, 2 * length + 2)); // each takes one or two places
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}
