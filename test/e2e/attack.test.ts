import { join } from "node:path";
import { execa } from "execa";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { generatedProject, type manifests } from "../support/generated-project.ts";
import { buildProject, SESSION_SECRET, startProject } from "../support/running-project.ts";
import { scratchDatabase } from "../support/scratch-database.ts";

/** Random calls; `npm run test:attack` of a project makes 10,000. */
const CALLS = 1000;
const SEED = 20_261_123;

// The attack suite of a generated project, against that project as a process of its own.

describe.each(["team", "warehouse"] satisfies (keyof typeof manifests)[])(
  "the project of %s, started on PostgreSQL",
  (name) => {
    test("withstands its own attack suite, and is left as it was", async () => {
      const dir = await generatedProject(name);
      await buildProject(dir);
      const databaseUrl = await scratchDatabase();
      const project = await startProject(dir, { DATABASE_URL: databaseUrl });
      const before = await usersOf(databaseUrl);

      const vitest = join(dir, "node_modules", ".bin", "vitest");
      const { exitCode, all } = await execa(vitest, ["run", "tests/attack", "--mode", "attack"], {
        cwd: dir,
        all: true,
        reject: false,
        env: {
          ATTACK_URL: project.url,
          ATTACK_PID: String(project.pid),
          ATTACK_CALLS: String(CALLS),
          ATTACK_SEED: String(SEED),
          DATABASE_URL: databaseUrl,
          SESSION_SECRET,
          NO_COLOR: "1",
        },
      });

      expect(all).toContain(`${CALLS} random calls, ATTACK_SEED=${SEED}`);
      expect(all).toMatch(/Tests +\d{3,} passed/);
      expect(all).not.toMatch(/\d+ failed/);
      expect(exitCode).toBe(0);
      // It was this very process that stood it all, and it still ends as it should.
      expect(project.output()).toContain(`"pid":${project.pid}`);
      expect(await usersOf(databaseUrl)).toEqual(before);
      expect(await project.stop()).toBe(0);
    }, 600_000);
  },
);

/** Everybody in the database. */
async function usersOf(connectionString: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query("select username from auth_user order by username");
  await client.end();
  return rows;
}
