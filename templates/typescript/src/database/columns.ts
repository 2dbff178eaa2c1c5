/** Columns that give back what PostgreSQL holds. Those of drizzle read a few values as others. */
import * as core from "drizzle-orm/pg-core";
import { writeJson } from "./json.ts";

/** A `jsonb`: drizzle's takes a string that looks like JSON apart once more. */
export function jsonb() {
  return converted(core.jsonb(), {
    mapFromDriverValue: (value) => value,
    mapToDriverValue: writeJson,
  });
}

/** A moment: of drizzle's the year 99 is 1999, and the year 31 is none. */
export function timestamp(options: { withTimezone: true; mode: "date" }) {
  return converted(core.timestamp(options), {
    mapFromDriverValue: (value) => readMoment(String(value)),
  });
}

interface Conversions {
  mapFromDriverValue: (value: unknown) => unknown;
  mapToDriverValue?: (value: unknown) => unknown;
}

/** The builder, which makes columns that convert in another way. */
function converted<Builder extends object>(builder: Builder, conversions: Conversions): Builder {
  const { build } = builder as { build: (table: unknown) => object };
  return Object.assign(builder, {
    build: (table: unknown) => Object.assign(build.call(builder, table), conversions),
  });
}

/** `0099-12-31 23:00:00.5+00`, or with `BC` at its end, as PostgreSQL writes it. */
const MOMENT = /^(\d+)(-\d\d-\d\d) ([\d:.]+)([+-]\d\d)(?::?(\d\d))?(?::?(\d\d))?( BC)?$/;

function readMoment(text: string): Date {
  const [, years, day, time, hours, minutes = "00", seconds = "00", bc] = MOMENT.exec(text) ?? [];
  const year = bc ? 1 - Number(years) : Number(years);
  const signed = `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
  const moment = new Date(`${signed}${day}T${time}${hours}:${minutes}`);
  // Before there were time zones, offsets had seconds.
  const rest = Number(seconds) * (hours?.startsWith("-") ? -1 : 1);
  return new Date(moment.getTime() - rest * 1000);
}
