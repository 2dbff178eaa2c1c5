import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { postgresServer } from "../../support/postgres-server.ts";
import { testdir } from "../../support/testdir.ts";

// The tests of generated projects run on PGlite in test/e2e/verify.test.ts; here the very same ones
// run on a PostgreSQL server, as a role that may create databases and nothing else.

const role = `spire_role_${randomUUID().replaceAll("-", "")}`;
const admin = new pg.Pool({ connectionString: postgresServer, max: 2 });
beforeAll(async () => {
  await admin.query(`create role ${role} login createdb`);
});
afterAll(async () => {
  await admin.query(`drop role ${role}`);
  await admin.end();
});

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { assertionResults: { fullName: string; status: string }[] }[];
}

describe.each(["team", "warehouse", "everything"] as const)("the suite of %s", (name) => {
  it("passes on PostgreSQL with every test that it has on PGlite, and leaves nothing", async () => {
    const dir = await generatedProject(name);
    const url = new URL(postgresServer);
    url.username = role;
    const report = join(testdir(), "report.json");
    const watching = watchDatabases();
    const { all, exitCode } = await vitest(
      dir,
      ["run", "--reporter=json", `--outputFile=${report}`],
      { DATABASE_URL: url.href },
    );
    const seen = await watching.stop();
    expect(exitCode, all?.slice(-3000)).toBe(0);

    const { numPassedTests, numFailedTests, testResults } = JSON.parse(
      readFileSync(report, "utf8"),
    ) as Report;
    expect(numFailedTests).toBe(0);
    const ran = testResults.flatMap(({ assertionResults }) => assertionResults);
    const passed = ran.filter(({ status }) => status === "passed");
    const onPglite = await listTests(dir);
    expect(passed.map(({ fullName }) => fullName).sort()).toEqual(onPglite.sort());

    // It ran there: one database for each file that opens the application, and busy ones.
    console.log(
      `${name}: ${numPassedTests} of ${onPglite.length} tests passed on ${seen.size} databases`,
    );
    expect(seen.size).toBeGreaterThan(4);
    const transactions = [...seen.values()].reduce((sum, each) => sum + each, 0);
    expect(transactions).toBeGreaterThan(numPassedTests);
    expect(await databasesOf(role)).toEqual(new Map());
  }, 900_000);
});

/** Everything that a run on PGlite tries, by its full name; what the project has no use for is not. */
async function listTests(dir: string): Promise<string[]> {
  const list = join(testdir(), "list.json");
  await vitest(dir, ["list", `--json=${list}`], { DATABASE_URL: "" });
  const tests = JSON.parse(readFileSync(list, "utf8")) as { name: string }[];
  return tests.map((test) => test.name.replaceAll(" > ", " "));
}

function vitest(dir: string, args: string[], env: Record<string, string>) {
  // What this very run has told its children is not for the project's own run.
  const inherited = Object.keys(process.env).filter((name) => /^(VITEST|TEST|NODE_ENV)/.test(name));
  const cleared = Object.fromEntries(inherited.map((each) => [each, undefined]));
  return execa(join(dir, "node_modules/.bin/vitest"), args, {
    cwd: dir,
    all: true,
    reject: false,
    env: { ...cleared, NO_COLOR: "1", ...env },
  });
}

/** The role's databases, with the transactions that were committed in each. */
async function databasesOf(owner: string): Promise<Map<string, number>> {
  const { rows } = await admin.query<{ name: string; transactions: string }>(
    `select d.datname as name, s.xact_commit as transactions
     from pg_database d join pg_stat_database s on s.datid = d.oid
     where d.datdba = $1::regrole`,
    [owner],
  );
  return new Map(rows.map((row) => [row.name, Number(row.transactions)]));
}

/** Looks again and again at what the role has; databases that are gone are remembered. */
function watchDatabases() {
  const seen = new Map<string, number>();
  const look = async () => {
    for (const [name, count] of await databasesOf(role)) seen.set(name, count);
  };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, 200);
  return {
    async stop(): Promise<Map<string, number>> {
      clearInterval(timer);
      await looking;
      return seen;
    },
  };
}
