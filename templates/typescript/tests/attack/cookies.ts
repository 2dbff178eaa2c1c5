import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { PASSWORD } from "./support/guests.ts";
import { type Reply, send, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// A page of another subdomain, or somebody on a line without HTTPS, can plant cookies for this site:
// a session or a form's token of the attacker's, so that the visitor works in the attacker's name.

const hasProxy = process.platform === "linux" && !process.env["ATTACK_URL"];

export function attackCookies(scenario: Scenario): void {
  describe.skipIf(!hasProxy)("over HTTPS, behind a proxy,", () => {
    /** Sends what a browser would send to the proxy. */
    function over(sending: Sending): Promise<Reply> {
      const { proxy, url } = scenario.target;
      const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": url.host };
      return send(url, {
        ...sending,
        ...(proxy ? { from: proxy } : {}),
        headers: { ...forwarded, ...sending.headers },
      });
    }

    async function loginForm() {
      const { body, cookies } = await over({ path: loginUrl });
      const csrfToken = /name="_csrf" value="([^"]+)"/.exec(body)?.[1] ?? "";
      return { cookie: cookies.join("; "), csrfToken };
    }

    async function logIn() {
      const as = await loginForm();
      const form = { username: scenario.outsider.username, password: PASSWORD };
      const reply = await over({ path: loginUrl, as, form });
      expect(reply.status).toBe(303);
      return { reply, cookie: [...reply.cookies, as.cookie].join("; ") };
    }

    /** The same cookies under the names that anybody can plant. */
    const planted = (cookie: string) => cookie.replaceAll("__Host-", "");

    it("no cookie has a name that another host can plant", async () => {
      const { reply, cookie } = await logIn();
      const login = await over({ path: loginUrl });
      const lost = await over({ path: "/", headers: { cookie: `${cookie}x` } });
      const replies = [reply, login, lost];
      const lines = replies.flatMap(({ headers }) => [headers["set-cookie"] ?? []].flat());
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) {
        expect(line).toMatch(/^__Host-/);
        expect(line).toMatch(/; Path=\/(;|$)/i);
        expect(line).toMatch(/; Secure/i);
        expect(line).not.toMatch(/; Domain/i);
      }
    });

    it("a session that another host has planted is nobody's", async () => {
      const { cookie } = await logIn();
      expect((await over({ path: "/", headers: { cookie } })).status).toBe(200);
      const reply = await over({ path: "/", headers: { cookie: planted(cookie) } });
      expect(reply.status).toBe(302);
    });

    it("nobody is logged in by a form whose cookie another host has planted", async () => {
      const as = await loginForm();
      const form = { username: scenario.outsider.username, password: PASSWORD };
      const victim = await loginForm();
      for (const cookie of [planted(as.cookie), `${planted(as.cookie)}; ${victim.cookie}`]) {
        const reply = await over({ path: loginUrl, as: { ...as, cookie }, form });
        expect(reply.status).toBe(403);
        expect(reply.cookies.join()).not.toContain("session=");
      }
    });
  });
}
