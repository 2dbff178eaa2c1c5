import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { DEFAULT_LIMITS } from "#server/limits";
import { logIn } from "./support/guests.ts";
import { send } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Guesses at somebody's password, from anywhere and many at once.

const { perName } = DEFAULT_LIMITS.passwords;

export function attackWithWrongPasswords(scenario: Scenario): void {
  const guess = (username: string, password: string) =>
    send(scenario.url, { path: loginUrl, as: scenario.nobody, form: { username, password } });

  describe("a hundred guesses at once", () => {
    it("are no more than one after another, and the owner gets in all the same", async () => {
      const owner = await scenario.invite({ user: "active" });
      const guesses = Array.from({ length: 100 }, (_, n) => guess(owner.username, `guess ${n}`));
      const statuses = (await Promise.all(guesses)).map(({ status }) => status);
      const looked = statuses.filter((status) => status === 422).length;
      expect(looked, "guesses that were looked at").toBeLessThanOrEqual(perName);
      expect(statuses.filter((status) => status === 429)).toHaveLength(100 - looked);
      const stranger = await logIn(scenario.target, scenario.nobody, owner.username);
      expect(stranger.status, "the right password from elsewhere").toBe(429);
      expect(stranger.cookies.join(), "a session of a login that was refused").not.toContain(
        "session=",
      );
      const own = await logIn(scenario.target, owner, owner.username);
      expect(own.status, "the right password where the owner has logged in before").toBe(303);
    }, 60_000);
  });
}
