import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { faultOf } from "#accounts/new-password";
import { BadInput } from "./command.ts";

/**
 * A new password: asked for twice, without an echo, at a terminal; otherwise the first line of what
 * is piped in. Never an argument, which every user of the machine could read.
 */
export async function readNewPassword(username: string): Promise<string> {
  const { stdin } = process;
  const password = stdin.isTTY ? await ask("Password: ") : firstLine(await text(stdin));
  const fault = await faultOf(password, username);
  if (fault) throw new BadInput(fault);
  if (stdin.isTTY && (await ask("The same again: ")) !== password) {
    throw new BadInput("The two passwords differ.");
  }
  return password;
}

function firstLine(input: string): string {
  return input.split(/\r?\n/, 1)[0] ?? "";
}

async function ask(question: string): Promise<string> {
  const mute = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: mute, terminal: true });
  terminal.on("SIGINT", () => process.exit(130));
  process.stderr.write(question);
  try {
    return await terminal.question("");
  } finally {
    process.stderr.write("\n");
    terminal.close();
  }
}
