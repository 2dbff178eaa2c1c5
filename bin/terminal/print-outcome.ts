import type { Outcome } from "./outcome.ts";
import type { Terminal } from "./terminal.ts";

/** Prints a command's answer: with `--json` one document and nothing else. */
export function printOutcome(outcome: Outcome, terminal: Terminal): void {
  if (terminal.json) {
    process.stdout.write(`${JSON.stringify(outcome.document, null, 2)}\n`);
    return;
  }
  if (outcome.data) process.stdout.write(withNewline(outcome.data));
  if (outcome.text && !terminal.quiet) process.stdout.write(withNewline(outcome.text));
  if (outcome.problems) process.stderr.write(withNewline(outcome.problems));
}

function withNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}
