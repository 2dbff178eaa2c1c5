/**
 * A date and time of the manifest with its offset: without one it is read in the project's zone. What
 * is no moment, or in no zone, is left for the rules to name.
 */
export function withOffset(value: unknown, zone = "UTC"): unknown {
  if (typeof value !== "string" || /(Z|[+-]\d\d:\d\d)$/.test(value)) return value;
  const local = Date.parse(`${value.replace(" ", "T")}Z`);
  if (!/[T ]/.test(value) || Number.isNaN(local)) return value;
  if (zone === "UTC") return `${value}Z`;
  try {
    return new Date(local - offsetAt(local - offsetAt(local, zone), zone)).toISOString();
  } catch {
    return value;
  }
}

/** What is between the clocks there and UTC at that moment, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone, timeZoneName: "longOffset" });
  const [, sign, hours = 0, minutes = 0, seconds = 0] =
    /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(format.format(moment)) ?? [];
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (sign === "-" ? -size : size) * 1000;
}
