import type { Recovery } from "../../generators/apply/recover.ts";

/** Says at once, on standard error, what became of a run that was interrupted. */
export function printRecovery({ outcome, edited }: Recovery): void {
  const left = edited.map((path) => `\n  ${path} was saved since, and left as it is.`);
  process.stderr.write(`An interrupted run was ${outcome} first.${left.join("")}\n`);
}
