/** Moments as clocks in a time zone show them, and what such a time means. */

/** What is between the clocks there and UTC at that moment, in milliseconds. */
function offsetAt(moment: number, zone: string): number {
  const shown = formatOf(zone).format(moment);
  const [, sign, hours, minutes, seconds] = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(shown) ?? [];
  const size = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  return (sign === "-" ? -size : size) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, made);
  return made;
}

const DAY = 86_400_000;

/** The moments at which the clocks show this: none when they skip it, two when they are put back. */
function momentsOf(local: number, zone: string): number[] {
  const offsets = new Set([local - DAY, local + DAY].map((near) => offsetAt(near, zone)));
  return [...offsets]
    .filter((offset) => offsetAt(local - offset, zone) === offset)
    .map((offset) => local - offset)
    .toSorted((a, b) => a - b);
}

/**
 * What `YYYY-MM-DDTHH:MM:SS.sss` means there: of two moments the earlier one; null when the clocks
 * skip it.
 */
export function readLocal(text: string, zone: string): Date | null {
  const [first] = momentsOf(Date.parse(`${text}Z`), zone);
  return first === undefined ? null : new Date(first);
}

/**
 * The same text for a moment. What it would not say of itself has an offset: times that the clocks
 * show twice, and years that a date has no four digits for.
 */
export function writeLocal(moment: Date, zone: string): string {
  if (Number.isNaN(moment.getTime())) return "";
  const offset = offsetAt(moment.getTime(), zone);
  const local = moment.getTime() + offset;
  const year = new Date(local).getUTCFullYear();
  if (year < 1 || year > 9999) return moment.toISOString();
  const text = new Date(local)
    .toISOString()
    .slice(0, -1)
    .replace(/(:00)?\.000$/, "");
  return momentsOf(local, zone).length > 1 ? `${text}${signed(offset)}` : text;
}

/** The day that it is there at that moment: `2026-01-31`. */
export function dayAt(moment: Date, zone: string): string {
  return shownAt(moment, zone).slice(0, 10);
}

/** What the clocks there show at that moment: `08:30:05.123`. */
export function clockAt(moment: Date, zone: string): string {
  return shownAt(moment, zone).slice(11, 23);
}

function shownAt(moment: Date, zone: string): string {
  return new Date(moment.getTime() + offsetAt(moment.getTime(), zone)).toISOString();
}

/** A moment as people read it there, to the minute. */
export function momentText(moment: Date, zone: string): string {
  const text = writeLocal(moment, zone);
  const [day, time = ""] = text.split("T");
  // What the zone alone does not say has an offset.
  const offset = /(Z|[+-]\d\d:\d\d)$/.exec(text)?.[0] ?? ` ${zone}`;
  return `${day} ${time.slice(0, 5)}${offset}`;
}

function signed(offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}
