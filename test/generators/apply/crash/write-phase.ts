import { apply } from "../../../../generators/apply/apply.ts";
import { takeLock } from "../../../../generators/apply/lock.ts";
import { readFileSync } from "node:fs";
import { recoverProject } from "../support/recover-project.ts";

/**
 * A process to be killed: recovers the project of `argv[2]` and carries out the plan in the JSON
 * file of `argv[3]`, as a command does. What it cannot do it says on standard error.
 */
const [, , dir = "", plan = ""] = process.argv;
try {
  const release = await takeLock(dir);
  try {
    recoverProject(dir);
    apply(dir, JSON.parse(readFileSync(plan, "utf8")) as Parameters<typeof apply>[1]);
  } finally {
    release();
  }
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 3;
}
