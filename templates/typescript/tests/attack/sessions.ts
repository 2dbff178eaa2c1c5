import { createHmac } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { SESSION_COOKIE } from "#accounts/request-session";
import { setActive } from "#accounts/users";
import { Session } from "#database/tables";
import { logIn, nobody, readForm } from "./support/guests.ts";
import { type Reply, send } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Cookies that were guessed, forged, planted before a login or kept after a logout.

export function attackSessions(scenario: Scenario): void {
  const open = (cookie: string) => send(scenario.url, { path: "/", headers: { cookie } });
  const isIn = async (cookie: string) => (await open(cookie)).status === 200;
  const sessionOf = ({ cookies }: Reply) =>
    cookies.find((cookie) => cookie.startsWith(`${SESSION_COOKIE}=`)) ?? "";

  describe("a session's cookie", () => {
    it.each([
      ["without a signature", (id: string) => id],
      ["with an empty signature", (id: string) => `${id}.`],
      ["with a signature of another secret", (id: string) => `${id}.${signed(id, "secret")}`],
      ["with a signature of no secret", (id: string) => `${id}.${signed(id, "")}`],
      ["with a NUL in it", (id: string) => `${id}%00`],
      ["that is very long", (id: string) => id.repeat(100)],
      ["that is a query", () => "' or '1'='1"],
      ["that is a path", () => "../../etc/passwd"],
      ["that is not encoded well", () => "%E0%A4%A"],
      ["that is __proto__", () => "__proto__"],
    ])("%s is nobody's", async (_what, forge) => {
      const [id = ""] = decodeURIComponent(sessionCookie().slice(SESSION_COOKIE.length + 1)).split(
        ".",
      );
      expect(id.length).toBeGreaterThan(16);
      for (const name of [SESSION_COOKIE, "sessionId", "csrf"]) {
        expect(await isIn(`${name}=${forge(id)}`)).toBe(false);
        expect(await isIn(`${name}=${encodeURIComponent(forge(id))}`)).toBe(false);
      }
    });

    it("is for HTTP alone, and for no other site's requests", async () => {
      const stranger = await nobody(scenario.target);
      const { headers } = await logIn(scenario.target, stranger, scenario.outsider.username);
      const lines = [headers["set-cookie"] ?? []].flat();
      const line = lines.find((each) => each.startsWith(`${SESSION_COOKIE}=`)) ?? "";
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; SameSite=Lax/i);
      expect(line).not.toMatch(/; Domain/i);
    });

    it("that was planted before a login is worth nothing after it", async () => {
      // The attacker logs in and plants the cookie; the victim logs in with it.
      const attacker = await scenario.invite({ user: "active" });
      const [planted = ""] = attacker.cookie.split("; ").filter(isSession);
      const form = await readForm(scenario.target, "/confirm-password/", [planted]);
      const reply = await logIn(scenario.target, form, scenario.insider.username);
      expect(reply.status).toBe(303);
      const fresh = sessionOf(reply);
      expect(fresh).not.toBe("");
      expect(fresh).not.toBe(planted);
      expect((await open(planted)).body).not.toContain(scenario.insider.username);
      expect((await open(fresh)).body).toContain(scenario.insider.username);
    });

    it("that was made up before a login is not the one after it", async () => {
      const stranger = await nobody(scenario.target);
      const planted = `${SESSION_COOKIE}=${encodeURIComponent("planted.signature")}`;
      const as = { ...stranger, cookie: `${planted}; ${stranger.cookie}` };
      const fresh = sessionOf(await logIn(scenario.target, as, scenario.outsider.username));
      expect(fresh).not.toBe("");
      expect(fresh).not.toContain("planted");
      expect(await isIn(planted)).toBe(false);
    });

    it("is worth nothing after the account was closed, even when it is open again", async () => {
      const guest = await scenario.invite({ user: "active" });
      expect(await isIn(guest.cookie)).toBe(true);
      for (const isActive of [false, true]) {
        await scenario.db.transaction((db) => setActive(db, guest.id ?? 0, isActive));
        expect(await isIn(guest.cookie)).toBe(false);
      }
    });

    it("is worth nothing when it was not used for long", async () => {
      const guest = await scenario.invite({ user: "active" });
      expect(await isIn(guest.cookie)).toBe(true);
      const idle = sql`${Session.last_seen_at} - (${Session.idle_minutes} + 1) * interval '1 minute'`;
      const theirs = eq(Session.user_id, guest.id ?? 0);
      await scenario.db.update(Session).set({ last_seen_at: idle }).where(theirs);
      expect(await isIn(guest.cookie)).toBe(false);
    });

    it("is worth nothing after a logout, though it was kept", async () => {
      const guest = await scenario.invite({ user: "active" });
      expect(await isIn(guest.cookie)).toBe(true);
      const { status } = await send(scenario.url, { path: "/logout/", form: {}, as: guest });
      expect(status).toBe(303);
      expect(await isIn(guest.cookie)).toBe(false);
    });
  });

  const isSession = (cookie: string) => cookie.startsWith(`${SESSION_COOKIE}=`);
  const sessionCookie = () => scenario.insider.cookie.split("; ").find(isSession) ?? "";
}

function signed(text: string, secret: string): string {
  return createHmac("sha256", secret).update(text).digest("base64").replace(/=+$/, "");
}
