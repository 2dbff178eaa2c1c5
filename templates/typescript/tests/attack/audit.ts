import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as auth from "../../src/database/tables.ts";
import { events, isPublic, pageOf } from "./support/doors.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Whoever tries what they may not is written down, whatever they send along.

const VALUES: Record<string, string> = {
  "NUL in keys and values": '{"\\u0000":"\\u0000"}',
  "half a surrogate pair": '{"\\ud800":["\\ud800"]}',
  "backslashes that look like it": '{"\\\\u0000":"\\\\ud800"}',
  "prototype keys": '{"__proto__":{"toJSON":1},"constructor":{"prototype":1},"toJSON":1}',
  "30,000 levels": `${"[".repeat(30_000)}${"]".repeat(30_000)}`,
  "60,000 characters": `"${"x".repeat(60_000)}"`,
};

export function attackAudit(scenario: Scenario): void {
  const audited = events.filter((event) => event.audit && !isPublic(event));

  describe.skipIf(audited.length === 0)("a denied event is in the audit log", () => {
    it.each(Object.entries(VALUES))("when it comes with %s", async (_what, json) => {
      for (const event of audited) {
        const denied = await scenario.invite({ user: "active" });
        const path = scenario.pathOf(pageOf(event));
        const { next, sendText, close } = await openSocket(scenario.url, path, denied);
        const page = await next();
        if ("closed" in page || page.type !== "render") continue; // the page itself is denied
        sendText(`{"event":"${event.event}","extra":${json}}`);
        expect(await next()).toMatchObject({ error: "Permission denied" });
        close();
        const { user_id: user, outcome } = auth.AuditEntry;
        const mine = and(eq(user, denied.id ?? 0), eq(outcome, "denied"));
        expect(await scenario.db.select().from(auth.AuditEntry).where(mine)).toHaveLength(1);
      }
    });
  });
}
