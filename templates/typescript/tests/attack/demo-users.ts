import { describe, expect, it } from "vitest";
import { hash } from "@node-rs/argon2";
import { eq } from "drizzle-orm";
import { DEMO_PASSWORD } from "#accounts/demo-users";
import { createUser } from "#accounts/users";
import * as auth from "#database/tables";
import { loginUrl } from "#project";
import { send } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Everybody knows the password of the users that `npm run dev` makes. Whatever became of them in the
// database since then, nobody gets in with it.

export function attackDemoUsers(scenario: Scenario): void {
  // A project that was started by somebody else may be in development, where they do log in.
  describe.skipIf(process.env["ATTACK_URL"])("nobody gets in with the demo password", () => {
    it("as a demo user, also under another name", async () => {
      await expectRefused(await makeUser({ isDemo: true }));
    });

    it("as a user whose password somebody has set to it", async () => {
      const username = await makeUser({ isDemo: false });
      const password = await hash(DEMO_PASSWORD);
      await scenario.db.update(auth.User).set({ password }).where(eq(auth.User.username, username));
      await expectRefused(username);
    });
  });

  async function makeUser({ isDemo }: { isDemo: boolean }): Promise<string> {
    const username = `visitor-${crypto.randomUUID()}`;
    const user = { username, password: DEMO_PASSWORD, isDemo, isSuperuser: true };
    await createUser(scenario.db, user);
    return username;
  }

  async function expectRefused(username: string): Promise<void> {
    const form = { username, password: DEMO_PASSWORD };
    const reply = await send(scenario.url, { path: loginUrl, as: scenario.nobody, form });
    expect(reply.status).toBe(422);
    await scenario.db.delete(auth.User).where(eq(auth.User.username, username));
  }
}
