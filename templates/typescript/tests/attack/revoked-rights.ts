import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { digestsOf } from "../support/digest.ts";
import type { Endpoint } from "../support/matrix.ts";
import { isLogin, isPublic, posts } from "./support/doors.ts";
import { confirm } from "./support/guests.ts";
import { type Sending, sendSlowly } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Requests that were begun with rights and are ended without them: the line may be slow on purpose.

export function attackRevokedRights(scenario: Scenario): void {
  const doors = posts.filter((door) => !isPublic(door));
  const losses: { what: string; lose: (id: number) => Promise<unknown>; doors: typeof doors }[] = [
    {
      what: "the session has ended",
      lose: (id) => scenario.db.delete(auth.Session).where(eq(auth.Session.user_id, id)),
      doors,
    },
    {
      what: "the account was closed",
      lose: (id) =>
        scenario.db.update(auth.User).set({ is_active: false }).where(eq(auth.User.id, id)),
      doors,
    },
    {
      what: "the permissions were revoked",
      lose: (id) =>
        scenario.db.delete(auth.UserPermission).where(eq(auth.UserPermission.user_id, id)),
      doors: doors.filter((door) => !isLogin(door)),
    },
  ];

  describe.each(losses)("a request whose last byte comes when $what", ({ lose, doors: tried }) => {
    it.skipIf(tried.length === 0)("changes nothing", async () => {
      const attempts = await Promise.all(tried.map(prepare));
      const before = await digestOfProject(scenario.db);
      const replies = await Promise.all(
        attempts.map(({ id, sending }) => sendSlowly(scenario.url, sending, () => lose(id))),
      );
      expect(await digestOfProject(scenario.db), "the data").toBe(before);
      for (const { status } of replies) expect([303, 403]).toContain(status);
    });
  });

  /** What is right in every way, of somebody who will lose something before it is all there. */
  async function prepare(door: Endpoint): Promise<{ id: number; sending: Sending }> {
    const guest = await scenario.invite();
    await confirm(scenario.target, guest);
    const form = await scenario.inputOf(door, guest);
    return { id: guest.id ?? 0, sending: { path: scenario.pathOf(door), as: guest, form } };
  }
}

/** Of the tables of the models: those of the accounts are what the losses change. */
async function digestOfProject(db: Database): Promise<string> {
  const digests = Object.entries(await digestsOf(db));
  return JSON.stringify(digests.filter(([name]) => !name.startsWith("auth_")));
}
