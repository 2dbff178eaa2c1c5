import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const origin = testdir();

/** npm as on a machine without a network. */
const cutOff = {
  npm_config_registry: "http://127.0.0.1:9/",
  npm_config_fetch_retries: "0",
  npm_config_cache: join(origin, "cache"),
};

beforeAll(async () => {
  await runSpire(["new", "project", "shop"], { cwd: origin });
});

function project(): string {
  const dir = testdir();
  cpSync(join(origin, "shop"), dir, { recursive: true });
  return dir;
}

test("verify without packages and without a network ends in exit 3 and names what is missing", async () => {
  const dir = project();
  const { exitCode, stderr } = await runSpire(["verify", "-C", dir], { env: cutOff });
  expect(exitCode).toBe(3);
  expect(stderr).toContain("error E_ENVIRONMENT ");
  expect(stderr).toContain("packages are not installed");
  expect(stderr).not.toMatch(/^ +at /m);
});

test("verify without packages says so under --json too", async () => {
  const args = ["verify", "--json", "-C", project()];
  const { exitCode, stdout, stderr } = await runSpire(args, { env: cutOff });
  expect([exitCode, stderr]).toEqual([3, ""]);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "E_ENVIRONMENT" } });
});

test("verify stops at files that differ from the manifest, and names them", async () => {
  const dir = project();
  appendFileSync(join(dir, "src/permissions.ts"), "// mine\n");
  const { exitCode, stderr } = await runSpire(["verify", "-C", dir]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain('error E_VERIFICATION_FAILED Step "drift"');
  expect(stderr).toContain("src/permissions.ts");

  const json = await runSpire(["verify", "--json", "-C", dir]);
  expect([json.exitCode, json.stderr]).toEqual([1, ""]);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, proven: null });
});

test("verify of a wrong manifest ends in exit 2 with the diagnostics", async () => {
  const dir = project();
  appendFileSync(join(dir, "spire.yaml"), "nonsense: 1\n");
  const { exitCode, stderr } = await runSpire(["verify", "-C", dir]);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^spire\.yaml:\d+:1 error SP\d{3}: /m);
});
