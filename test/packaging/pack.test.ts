import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { readTree } from "../support/read-tree.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

describe("the package, packed and installed into an empty folder elsewhere", () => {
  const home = testdir();
  let packed: string[] = [];

  beforeAll(async () => {
    // Built already; building here again would change dist/ under the other tests.
    const { stdout } = await execa(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", home],
      { cwd: packageRoot },
    );
    const [report] = JSON.parse(stdout) as { files: { path: string }[] }[];
    packed = report?.files.map(({ path }) => path) ?? [];
    const archive = readdirSync(home).find((name) => name.endsWith(".tgz")) ?? "";
    writeFileSync(join(home, "package.json"), '{ "private": true }\n');
    await execa("npm", ["install", "--no-audit", "--no-fund", `./${archive}`], { cwd: home });
  }, 300_000);

  test("holds the command, its data files, and no tests of this repository", () => {
    expect(packed).toEqual(
      expect.arrayContaining([
        "dist/spire.js",
        "schema/manifest.schema.json",
        "examples/team/spire.yaml",
        "templates/typescript/src/dispatch/dispatch.ts",
        "LICENSE",
        "README.md",
      ]),
    );
    expect(packed.filter((path) => /^(test|bench|node_modules|\.ci)\//.test(path))).toEqual([]);
    expect(packed.filter((path) => /\.(tgz|log)$/.test(path))).toEqual([]);
  });

  test("makes the same project as the clone does", async () => {
    const command = join(home, "node_modules", ".bin", "spire");
    expect(existsSync(command)).toBe(true);
    const { stdout } = await execa(command, ["new", "project", "a", "--from", "warehouse"], {
      cwd: home,
    });
    // The next command is one that works from here.
    expect(stdout).toContain("./node_modules/.bin/spire verify -C a");
    const cwd = testdir();
    await runSpire(["new", "project", "a", "--from", "warehouse"], { cwd });
    expect(readTree(join(home, "a"))).toEqual(readTree(join(cwd, "a")));
  });

  test("prints its schema and its version", async () => {
    const command = join(home, "node_modules", ".bin", "spire");
    expect((await execa(command, ["schema"])).stdout).toContain('"$defs"');
    expect((await execa(command, ["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
