import fc from "fast-check";
import { expect, it } from "vitest";
import {
  clockAt,
  dayAt,
  readLocal,
  writeLocal,
} from "../../templates/typescript/src/rows/local-time.ts";

// Moments as the clocks of a zone show them. Berlin's go forward on the last Sunday of March at two, and
// back on the last Sunday of October at three.

const BERLIN = "Europe/Berlin";

it.each([
  ["2026-01-01T13:00:00Z", "2026-01-01T14:00"],
  ["2026-07-01T12:00:30.5Z", "2026-07-01T14:00:30.500"],
  ["2026-10-25T00:30:00Z", "2026-10-25T02:30+02:00"],
  ["2026-10-25T01:30:00Z", "2026-10-25T02:30+01:00"],
  ["0500-01-01T00:00:00Z", "0500-01-01T00:53:28"],
  ["9999-12-31T23:30:00Z", "9999-12-31T23:30:00.000Z"],
])("%s is %s in Berlin", (moment, text) => {
  expect(writeLocal(new Date(moment), BERLIN)).toBe(text);
});

it.each([
  ["2026-01-01T22:59:59.5Z", "2026-01-01", "23:59:59.500"],
  ["2026-01-01T23:00:00Z", "2026-01-02", "00:00:00.000"],
  ["2026-10-25T00:30:00Z", "2026-10-25", "02:30:00.000"],
  ["2026-10-25T01:30:00Z", "2026-10-25", "02:30:00.000"],
])("at %s it is %s in Berlin, and the clocks show %s", (text, day, clock) => {
  const moment = new Date(text);
  expect([dayAt(moment, BERLIN), clockAt(moment, BERLIN)]).toEqual([day, clock]);
});

it("a time that the clocks skip is no moment", () => {
  expect(readLocal("2026-03-29T02:30", BERLIN)).toBe(null);
  expect(readLocal("2011-12-30T12:00", "Pacific/Apia")).toBe(null);
});

it("of a time that the clocks show twice the first one is meant", () => {
  expect(readLocal("2026-10-25T02:30", BERLIN)).toEqual(new Date("2026-10-25T00:30:00Z"));
});

it("every moment is read as it was written, in every zone", () => {
  const zone = fc.constantFrom("UTC", ...Intl.supportedValuesOf("timeZone"));
  const moment = fc.date({
    min: new Date("0001-01-01T00:00:00Z"),
    max: new Date("9999-12-31T23:59:59.999Z"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, zone, (date, name) => {
      const text = writeLocal(date, name);
      const hasOffset = /T.*(Z|[+-]\d\d:\d\d)$/.test(text);
      expect(hasOffset ? new Date(text) : readLocal(text, name)).toEqual(date);
    }),
    { numRuns: 2000 },
  );
});
