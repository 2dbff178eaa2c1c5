import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** What is left out on a machine with these variables, looked at afresh. */
async function leftOutWith(env: Record<string, string>) {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  const { leftOut } = await import("./machine.ts");
  return leftOut();
}

beforeEach(() => vi.stubEnv("CI", ""));
afterEach(() => vi.unstubAllEnvs());

const NO_POSTGRES = { SPIRE_TEST_POSTGRES: "postgres://127.0.0.1:1/postgres" };

test("without a PostgreSQL server the tests that need one are left out, by name and reason", async () => {
  const found = await leftOutWith({ ...NO_POSTGRES, CHROME_PATH: process.execPath });
  expect(found.map(({ project }) => project)).toEqual(["postgres", "browser"]);
  expect(found[0]?.reason).toContain("no PostgreSQL at 127.0.0.1:1");
  expect(found[0]?.folders).toContain("test/e2e/postgres/**");
});

test("without a browser its tests are left out", async () => {
  const found = await leftOutWith({ CHROME_PATH: "/nowhere" });
  expect(found.find(({ project }) => project === "browser")?.reason).toContain("CHROME_PATH");
});

test("with CI set nothing is left out", async () => {
  expect(await leftOutWith({ ...NO_POSTGRES, CHROME_PATH: "/nowhere", CI: "true" })).toEqual([]);
});
