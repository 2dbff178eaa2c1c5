import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { testdir } from "../support/testdir.ts";

/** Runs the demo on a machine without a network: it comes as far as the verification. */
async function runDemo(cwd: string): Promise<string> {
  const { exitCode, all } = await execa(process.execPath, [join(packageRoot, "scripts/demo.mjs")], {
    cwd,
    all: true,
    reject: false,
    env: {
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_fetch_retries: "0",
      npm_config_cache: join(cwd, "cache"),
    },
  });
  expect(exitCode, all).toBe(3);
  expect(all).toContain("packages are not installed");
  return all;
}

test("the demo runs a second time, on the project that is there, and loses nothing of it", async () => {
  const cwd = testdir();
  expect(await runDemo(cwd)).toContain("$ spire new project demo-warehouse --from warehouse");
  const mine = join(cwd, "demo-warehouse/src/mine.ts");
  writeFileSync(mine, "export const mine = 1;\n");
  const again = await runDemo(cwd);
  expect(again).toContain("$ spire gen -C demo-warehouse");
  expect(again).not.toContain("E_FOLDER_NOT_EMPTY");
  expect(readFileSync(mine, "utf8")).toBe("export const mine = 1;\n");
  expect(existsSync(join(cwd, "demo-warehouse/spire.yaml"))).toBe(true);
});

test("git ignores what the demo makes", async () => {
  const { exitCode } = await execa("git", ["check-ignore", "--quiet", "demo-warehouse/"], {
    cwd: packageRoot,
    reject: false,
  });
  expect(exitCode).toBe(0);
});
