import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { loginUrl } from "#project";
import { type Guest, nobody, PASSWORD, readForm } from "./support/guests.ts";
import { send, type Sender } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// What somebody else, or another site, could do with an account that is logged in.

const OTHER = "another battery staple";

export function attackAccount(scenario: Scenario): void {
  const isIn = async ({ cookie }: Sender) =>
    (await send(scenario.url, { path: "/my-account/", headers: { cookie } })).status === 200;
  const invite = () => scenario.invite({ user: "active" });

  async function logIn({ username }: Guest, password: string): Promise<number> {
    const as = await nobody(scenario.target);
    const form = { username, password };
    return (await send(scenario.url, { path: loginUrl, as, form })).status;
  }

  async function changePassword(as: Sender, old: string): Promise<number> {
    const form = { old, new: OTHER, again: OTHER };
    return (await send(scenario.url, { path: "/my-account/password/", as, form })).status;
  }

  /** The same user in another browser. */
  async function elsewhere({ username }: Guest): Promise<Sender> {
    const as = await nobody(scenario.target);
    const form = { username, password: PASSWORD };
    const { cookies } = await send(scenario.url, { path: loginUrl, as, form });
    return readForm(scenario.target, "/my-account/", cookies);
  }

  describe("an account's password", () => {
    it("is not changed by whoever does not know the old one", async () => {
      const guest = await invite();
      for (const old of ["", "wrong", OTHER]) expect(await changePassword(guest, old)).toBe(422);
      expect(await logIn(guest, PASSWORD)).toBe(303);
    });

    it("is not changed without a token, or without a login", async () => {
      const guest = await invite();
      expect(await changePassword({ ...guest, csrfToken: "" }, PASSWORD)).toBe(403);
      const another = await invite();
      const token = { ...guest, csrfToken: another.csrfToken };
      expect(await changePassword(token, PASSWORD)).toBe(403);
      expect(await changePassword(scenario.nobody, PASSWORD)).toBe(303);
      expect(await logIn(guest, PASSWORD)).toBe(303);
    });
  });

  describe("an account's sessions", () => {
    it("end elsewhere when the password is changed", async () => {
      const guest = await invite();
      const other = await elsewhere(guest);
      expect([await isIn(guest), await isIn(other)]).toEqual([true, true]);
      expect(await changePassword(guest, PASSWORD)).toBe(303);
      expect([await isIn(guest), await isIn(other)]).toEqual([true, false]);
      expect([await logIn(guest, PASSWORD), await logIn(guest, OTHER)]).toEqual([422, 303]);
    });

    it("all end when one of them says so", async () => {
      const guest = await invite();
      const other = await elsewhere(guest);
      await send(scenario.url, { path: "/my-account/log-out-everywhere/", as: other, form: {} });
      expect([await isIn(guest), await isIn(other)]).toEqual([false, false]);
    });

    it("are not ended by somebody else, or without a token", async () => {
      const [guest, another] = [await invite(), await invite()];
      const theirs = eq(auth.Session.user_id, guest.id ?? 0);
      const [row] = await scenario.db.select().from(auth.Session).where(theirs);
      const path = "/my-account/end-session/";
      await send(scenario.url, { path, as: another, form: { session: row?.id } });
      const as = { ...guest, csrfToken: "" };
      await send(scenario.url, { path, as, form: { session: row?.id } });
      await send(scenario.url, { path: "/my-account/log-out-everywhere/", as, form: {} });
      expect(await isIn(guest)).toBe(true);
    });
  });
}
