import { and, eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { apps, type Endpoint, type Visitor } from "../support/matrix.ts";
import { events, pageOf } from "./support/doors.ts";
import { openSocket } from "./support/live.ts";
import { judge } from "./support/oracle.ts";
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
  const audited = events.filter((event) => event.audit && visitorDeniedAt(event));

  describe.skipIf(audited.length === 0)("a denied event is in the audit log", () => {
    it.each(Object.entries(VALUES))("when it comes with %s", async (_what, json) => {
      for (const event of audited) {
        const denied = await scenario.invite(visitorDeniedAt(event));
        const path = scenario.pathOf(pageOf(event));
        const { next, sendText, close } = await openSocket(scenario.url, path, denied);
        expect(await next()).toMatchObject({ type: "render" });
        sendText(`{"event":"${event.event}","extra":${json}}`);
        expect(await next()).toMatchObject({ error: "Permission denied" });
        close();
        const { user_id: user, outcome } = auth.AuditEntry;
        const mine = and(eq(user, denied.id ?? 0), eq(outcome, "denied"));
        expect(await scenario.db.select().from(auth.AuditEntry).where(mine)).toHaveLength(1);
      }
    });
  });

  describe.skipIf(audited.length === 0)("the audit log is not filled", () => {
    it("by a denied event that is fired again and again", async () => {
      for (const event of audited) {
        const denied = await scenario.invite(visitorDeniedAt(event));
        const path = scenario.pathOf(pageOf(event));
        const { next, sendText, close } = await openSocket(scenario.url, path, denied);
        expect(await next()).toMatchObject({ type: "render" });
        for (let turn = 0; turn < TURNS; turn += 1) {
          sendText(JSON.stringify({ event: event.event, turn, extra: "x".repeat(50_000) }));
          expect(await next()).toMatchObject({ error: "Permission denied" });
        }
        close();
        const mine = and(
          eq(auth.AuditEntry.user_id, denied.id ?? 0),
          eq(auth.AuditEntry.outcome, "denied"), // and not their login
        );
        const rows = await scenario.db.select().from(auth.AuditEntry).where(mine);
        expect(rows.reduce((sum, { repeats }) => sum + 1 + repeats, 0)).toBe(TURNS);
        expect(JSON.stringify(rows).length).toBeLessThan(20_000);
        expect(rows.length).toBeLessThan(TURNS / 2);
      }
    });
  });
}

const TURNS = 40;

/** Someone who may see the page, but not fire the event. */
function visitorDeniedAt(event: Endpoint): Visitor | undefined {
  const visitors = apps.flatMap((app) => Object.values(app.visitors));
  return visitors.find(
    (visitor) =>
      visitor.meanwhile === undefined &&
      visitor.user !== "none" &&
      judge(pageOf(event), visitor, "own") === "allow" &&
      judge(event, visitor, "own") === "denied",
  );
}
