import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { hasNodePackages, nodeBinary } from "../../support/node-versions.ts";
import { buildProject } from "../../support/running-project.ts";

const tsx = "node_modules/.bin/tsx";

describe("from its sources, a project that cannot start says why in a sentence", async () => {
  const dir = await generatedProject("team");

  it("when the file of its session secret is empty", async () => {
    const file = join(dir, ".data/session-secret");
    mkdirSync(join(dir, ".data"));
    writeFileSync(file, "");
    const env = { NODE_ENV: undefined, PORT: "0", SESSION_SECRET: undefined };
    const run = { cwd: dir, reject: false, env } as const;
    const { exitCode, stderr } = await execa(process.execPath, [tsx, "src/main.ts"], run);
    expect([exitCode, stderr]).toEqual([
      1,
      `${file} holds no secret: remove it, and a new one is made.`,
    ]);
    expect(readFileSync(file, "utf8")).toBe("");
  }, 120_000);

  it.skipIf(!hasNodePackages)(
    "when Node is too old, as each of its commands and its tests do",
    async () => {
      const node = await nodeBinary(18);
      await buildProject(dir);
      const { scripts } = JSON.parse(readFileSync(join(dir, "package.json"), "utf8")) as {
        scripts: Record<string, string>;
      };
      const sources = Object.values(scripts).flatMap((script) => /src\/\S+\.ts/.exec(script) ?? []);
      expect(sources.length).toBeGreaterThan(6);
      const programs = [
        ...sources.map((source) => [tsx, source]),
        ["dist/src/main.js"],
        ["node_modules/.bin/vitest", "run"],
      ];
      for (const program of programs) {
        const { exitCode, stderr } = await execa(node, program, { cwd: dir, reject: false });
        expect([program, exitCode]).toEqual([program, 3]);
        expect(stderr).toMatch(
          /^This project needs Node 20\.19 or newer; this is Node 18\.[\d.]+\.$/,
        );
      }
    },
    300_000,
  );
});
