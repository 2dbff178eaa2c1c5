import { expect } from "vitest";
import { timeZone } from "#project";
import { clockAt, dayAt } from "#rows/local-time";

const DAY = 86_400_000;

/**
 * Demands that what was stored is a moment between `since` and now, or what the project's clocks have
 * shown between the two: a day, or a time of it.
 */
export function expectMoment(stored: unknown, since: Date, what: string): void {
  const now = new Date();
  if (stored instanceof Date) {
    expect(stored.getTime(), what).toBeGreaterThanOrEqual(since.getTime());
    expect(stored.getTime(), what).toBeLessThanOrEqual(now.getTime());
  } else if (/^\d+-\d+-\d+$/.test(String(stored))) {
    expect([dayAt(since, timeZone), dayAt(now, timeZone)], what).toContain(stored);
  } else {
    const start = timeOf(clockAt(since, timeZone));
    // At midnight they begin anew.
    const later = (timeOf(String(stored)) - start + DAY) % DAY;
    expect(later, what).toBeLessThanOrEqual(now.getTime() - since.getTime());
  }
}

/** Milliseconds since midnight. */
function timeOf(clock: string): number {
  return Date.parse(`1970-01-01T${clock}Z`);
}
