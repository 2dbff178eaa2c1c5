import { getTableName, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { projectTables } from "#rows/table-facts";
import {
  events,
  filledPosts,
  isThorough,
  oneOfEach,
  pageOf,
  pages,
  posts,
} from "./support/doors.ts";
import { send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// SQL through every parameter. The sleeping ones would run into the test's time limit.

const SQL: Record<string, string> = {
  "a condition": "1 or 1=1",
  "a condition in quotes": "' or '1'='1",
  "a second statement": "1; delete from auth_user; --",
  "a second statement in quotes": "'; drop table auth_user cascade; --",
  "a union": "1 union select id, password from auth_user",
  "a union in quotes": "' union select null, password from auth_user --",
  "a comment": "1/**/--",
  "a sleep": "1; select pg_sleep(120)",
  "a sleep in quotes": "' || (select pg_sleep(120)) || '",
  "a sleep in brackets": "1) or (select 1 from pg_sleep(120)) is not null --",
  "a sleep in double quotes": '" || (select pg_sleep(120)) || "',
  "a dollar quote": "$$; select pg_sleep(120); $$",
  "a backslash": "\\'; select pg_sleep(120); --",
  "a placeholder": "$1",
  "a cast": "1::text",
  "a wildcard": "%",
  "a fullwidth quote": "\uff07 or \uff071\uff07=\uff071",
};

export function attackWithSql(scenario: Scenario): void {
  const some = isThorough ? pages : oneOfEach(pages);

  describe("SQL does nothing", () => {
    const byPath = [...some, ...posts].filter(({ path }) => path.includes("<int:"));
    it.skipIf(byPath.length === 0).each(Object.entries(SQL))("in a path: %s", async (_, text) => {
      for (const endpoint of byPath) {
        const parts = [...endpoint.path.matchAll(/<int:(\w+)>/g)];
        for (const [part] of parts) {
          const filled = endpoint.path.replace(part, "HERE");
          const path = scenario
            .pathOf({ ...endpoint, path: filled })
            .replace("HERE", encodeURIComponent(text));
          const form = endpoint.method === "POST" ? { form: {} } : {};
          await scenario.unchanged(async () => {
            const { status } = await send(scenario.url, { path, as: scenario.insider, ...form });
            expect(status, path).toBe(404);
          });
        }
      }
    });

    it.each(Object.entries(SQL))("in a query: %s", async (_what, text) => {
      const encoded = encodeURIComponent(text);
      const names = ["page", "next", "id", "order", "limit", "user", "action", "outcome"];
      const query = names.map((name) => `${name}=${encoded}`).join("&");
      await scenario.unchanged(async () => {
        for (const endpoint of some) {
          const path = `${scenario.pathOf(endpoint)}?${query}`;
          const { status } = await send(scenario.url, { path, as: scenario.insider });
          expect(status, path).toBe(200);
        }
      });
    });

    it.skipIf(filledPosts.length === 0).each(Object.entries(SQL))(
      "in a form: %s",
      async (_, text) => {
        for (const post of filledPosts) {
          const input = await scenario.inputOf(post);
          for (const name of await scenario.namesOf(post)) {
            const form = { ...input, [name]: text };
            const as = await scenario.callerOf(post);
            const before = await countRows();
            await send(scenario.url, { path: scenario.pathOf(post), as, form });
            expectOneMore(before, await countRows());
          }
        }
        if (filledPosts.length > 0) await scenario.replant();
      },
    );

    it.skipIf(events.length === 0).each(Object.entries(SQL))("in an event: %s", async (_, text) => {
      for (const event of events) {
        const { next, fire, close } = await openSocket(
          scenario.url,
          scenario.pathOf(pageOf(event)),
          scenario.insider,
        );
        await next();
        const input = await scenario.inputOf(event);
        for (const name of await scenario.namesOf(event)) {
          const before = await countRows();
          fire(event.event, { ...input, [name]: text });
          await next();
          expectOneMore(before, await countRows());
        }
        close();
      }
      await scenario.replant();
    });

    it.each(Object.entries(SQL))("as a name or a password: %s", async (_what, text) => {
      const form = { username: text, password: text };
      await scenario.unchanged(async () => {
        const { status } = await send(scenario.url, { path: loginUrl, as: scenario.nobody, form });
        expect(status).toBe(422);
      });
    });

    const names = [...projectTables().map(getTableName), "auth_user", "auth_user_permission"];

    async function countRows(): Promise<number[]> {
      const counts = names.map((name) => sql`(select count(*) from ${sql.identifier(name)})`);
      const { rows } = (await scenario.db.execute(
        sql`select array[${sql.join(counts, sql`, `)}]::int[] as counts`,
      )) as unknown as { rows: { counts: number[] }[] };
      return rows[0]?.counts ?? [];
    }
  });
}

/** A text is stored as a text: at most one row is new, and none is gone. */
function expectOneMore(before: readonly number[], after: readonly number[]): void {
  const changes = after.map((count, place) => count - (before[place] ?? 0));
  expect(Math.min(0, ...changes)).toBe(0);
  expect(changes.reduce((sum, change) => sum + change, 0)).toBeLessThanOrEqual(1);
}
