import { cpSync, mkdirSync, readdirSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { generatedProject } from "../support/generated-project.ts";
import { SESSION_SECRET } from "../support/running-project.ts";

const packages = join(packageRoot, "node_modules");

/** A generated project whose install left out argon2's compiled part. */
async function projectWithoutArgon2(): Promise<string> {
  const dir = await generatedProject("team");
  const own = join(dir, "node_modules");
  unlinkSync(own);
  mkdirSync(join(own, "@node-rs"), { recursive: true });
  for (const name of readdirSync(packages).filter((each) => each !== "@node-rs")) {
    symlinkSync(join(packages, name), join(own, name), "junction");
  }
  cpSync(join(packages, "@node-rs/argon2"), join(own, "@node-rs/argon2"), { recursive: true });
  return dir;
}

test.each(["src/main.ts", "src/commands/create-user.ts"])(
  "without argon2's compiled part %s ends in a sentence with what to do",
  async (script) => {
    const dir = await projectWithoutArgon2();
    if (script !== "src/main.ts") await run(dir, "src/commands/migrate.ts");
    const { exitCode, stderr } = await run(dir, script, "ana");
    expect(stderr).toMatch(/^@node-rs\/argon2, which checks passwords, has no compiled part/);
    expect(stderr).toContain("remove both and install again");
    expect(stderr).not.toMatch(/^ +at /m);
    expect(exitCode).toBe(1);
  },
  120_000,
);

function run(dir: string, ...args: string[]) {
  return execa(process.execPath, ["--import", "tsx", ...args], {
    cwd: dir,
    env: { NODE_ENV: "development", SESSION_SECRET, PORT: "0" },
    input: "a long enough password\n",
    reject: false,
  });
}
