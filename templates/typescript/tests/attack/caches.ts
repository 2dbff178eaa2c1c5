import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { livePages, oneOfEach, pages, posts } from "./support/doors.ts";
import { send, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// What is for one visitor is kept by no proxy, and by no browser for whoever sits there next.

export function attackCaches(scenario: Scenario): void {
  const accepts: Record<string, string>[] = [{}, { accept: "application/json" }];

  async function expectNotKept(sending: Sending): Promise<void> {
    for (const headers of accepts) {
      const given = { ...sending, headers: { ...headers, ...sending.headers } };
      const reply = await send(scenario.url, given);
      const what = `${sending.method ?? ""} ${sending.path}: ${reply.status}`;
      expect(reply.headers["cache-control"], what).toBe("no-store");
    }
  }

  describe("nothing is kept", () => {
    it("of a page, whoever asks for it", async () => {
      for (const page of [...oneOfEach(pages), ...oneOfEach(livePages)]) {
        const path = scenario.pathOf(page);
        for (const as of [scenario.insider, scenario.outsider, scenario.nobody]) {
          await expectNotKept({ path, as });
          await expectNotKept({ path, as, method: "HEAD" });
        }
      }
    });

    it("of what is answered to a form, a denied and a forged one among them", async () => {
      for (const post of oneOfEach(posts)) {
        const path = scenario.pathOf(post);
        await expectNotKept({ path, as: scenario.outsider, form: {} });
        await expectNotKept({ path, as: scenario.nobody, form: {} });
        await expectNotKept({ path, as: { ...scenario.insider, csrfToken: "" }, form: {} });
      }
      const form = { username: "nobody", password: "x" };
      await expectNotKept({ path: loginUrl, as: scenario.nobody, form });
    });

    it("of an error or a redirect", async () => {
      const as = scenario.insider;
      for (const path of ["/", "/nowhere/", "/static/nowhere.css", loginUrl, "/audit/", "/audit"]) {
        await expectNotKept({ path, as });
        await expectNotKept({ path });
      }
      await expectNotKept({ path: "/", as, headers: { host: "evil.example" } });
      await expectNotKept({ path: "/", method: "POST", headers: { origin: "null" } });
      const headers = { "content-type": "application/json" };
      await expectNotKept({ path: loginUrl, as, headers, body: "{" });
    });
  });

  it("the static files may be kept", async () => {
    const { headers } = await send(scenario.url, { path: "/static/style.css" });
    expect(headers["cache-control"]).toContain("max-age=");
  });
}
