import { expect, test } from "vitest";
import { withOffset } from "../../schema/resolve/moments.ts";

test.each([
  ["2026-01-31T12:30:00Z", "Europe/Berlin", "2026-01-31T12:30:00Z"],
  ["2026-01-31T12:30:00+05:30", "Europe/Berlin", "2026-01-31T12:30:00+05:30"],
  ["2026-01-31T12:30", "UTC", "2026-01-31T12:30Z"],
  ["2026-01-31 12:30", "Europe/Berlin", "2026-01-31T11:30:00.000Z"],
  ["2026-07-31T12:30", "Europe/Berlin", "2026-07-31T10:30:00.000Z"],
  ["2026-07-31T12:30", "America/New_York", "2026-07-31T16:30:00.000Z"],
  ["2026-01-31", "Europe/Berlin", "2026-01-31"],
  ["$since", "Europe/Berlin", "$since"],
  ["2026-01-31T12:30", "Nowhere/Else", "2026-01-31T12:30"],
  [null, "Europe/Berlin", null],
])("%j of a manifest in %s is %j", (written, zone, meant) => {
  expect(withOffset(written, zone)).toBe(meant);
});
