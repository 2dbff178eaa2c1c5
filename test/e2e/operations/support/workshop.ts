import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa, type Result } from "execa";
import { regenerate } from "../../../support/generated-project.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import { buildProject } from "../../../support/running-project.ts";
import { testdir } from "../../../support/testdir.ts";

/** What a developer's body may do after its change. */
const MISBEHAVE = `import { setTimeout as sleep } from "node:timers/promises";

export async function misbehave(how: string): Promise<void> {
  if (how === "slow") await sleep(1_500);
  if (how === "hang") await sleep(60_000);
  if (how === "throw") throw new Error("A developer's body threw");
  if (how === "crash") setTimeout(() => { throw new Error("Nobody catches this"); });
}
`;

/**
 * Generates and compiles the project of test/e2e/postgres/ledger. The bodies of `rename` and
 * `add_entry` do something slow or wrong after their change when they are sent such a word.
 */
export async function builtWorkshop(): Promise<string> {
  const dir = testdir();
  cpSync(join(import.meta.dirname, "../../postgres/ledger/spire.yaml"), join(dir, "spire.yaml"));
  await regenerate(dir);
  linkOwnPackages(dir);
  writeFileSync(join(dir, "src/misbehave.ts"), MISBEHAVE);
  appendToBody(join(dir, "src/apps/book/views/rename.ts"), /note: params\.note[^;]*;/, "note");
  appendToBody(join(dir, "src/apps/book/views/write.ts"), /text: params\.text[^;]*;/, "text");
  await buildProject(dir);
  return dir;
}

function appendToBody(file: string, change: RegExp, param: string): void {
  const source = readFileSync(file, "utf8");
  const edited = source.replace(change, `$&\nawait misbehave(params.${param});`);
  if (edited === source) throw new Error(`${file} has no such change`);
  writeFileSync(file, `import { misbehave } from "../../../misbehave.ts";\n${edited}`);
}

/** Runs one of a built project's commands, with nothing piped in unless it is given. */
export async function runCommand(
  dir: string,
  [name = "", ...args]: string[],
  { input = "", ...env }: Record<string, string> = {},
): Promise<Pick<Result<{ all: true }>, "all" | "exitCode" | "stdout" | "stderr">> {
  const file = join("dist/src/commands", `${name}.js`);
  return execa(process.execPath, [file, ...args], {
    cwd: dir,
    env,
    input,
    reject: false,
    all: true,
  });
}
