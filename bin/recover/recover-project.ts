import { type Change, closeJournal, type FoundJournal } from "../../generators/apply/journal.ts";
import { mayMove, readJournal } from "../../generators/apply/journal.ts";
import { waitForLock } from "../../generators/apply/lock.ts";
import { isBehindLink } from "../../generators/files/resolve-beneath.ts";
import { recover } from "../../generators/apply/recover.ts";
import type { GlobalArguments } from "../command.ts";
import type { Outcome } from "../terminal/outcome.ts";
import { SpireError } from "../../schema/errors.ts";
import { withLockOnly } from "../../generators/apply/with-lock.ts";
import { counted, printable } from "../terminal/words.ts";
import type { Terminal } from "../terminal/terminal.ts";

type Verb = "create" | "replace" | "delete" | "restore" | "refuse";

interface Move {
  verb: Verb;
  path: string;
}

/**
 * Shows what an interrupted run was about to move, whoever left it, and performs or discards it
 * when asked to.
 *
 * @returns exit code 1 as long as there is something to decide
 * @throws {SpireError} E_BAD_ARGUMENT for both, E_FOREIGN_JOURNAL for one that cannot be read, E_REFUSED for a link
 */
export async function recoverProject(
  { C: dir, apply, discard }: GlobalArguments & { apply: boolean; discard: boolean },
  terminal: Terminal,
): Promise<Outcome> {
  if (apply && discard) {
    throw new SpireError("E_BAD_ARGUMENT", "Say one of --apply and --discard.");
  }
  await waitForLock(dir);
  const state = readJournal(dir);
  if (state.kind === "nothing") return said("No run was interrupted here.", { moves: [] });
  if (discard) return withLockOnly(dir, async () => discardJournal(dir));
  if (state.kind !== "own" && state.kind !== "foreign") {
    return said("A run was interrupted here before it moved anything.", { moves: [] });
  }
  const { found } = state;
  if (found === null) {
    throw new SpireError(
      "E_FOREIGN_JOURNAL",
      "What lies in `.spire/journal` is no journal that this spire can read.",
      "Look at it yourself; `spire recover --discard` removes it and moves nothing.",
    );
  }
  const moves = movesOf(found);
  if (!apply) return shown(found, moves, state.kind === "own", terminal);
  return withLockOnly(dir, async () => performed(dir, moves));
}

function discardJournal(dir: string): Outcome {
  try {
    closeJournal(dir);
  } catch (error) {
    if (!isBehindLink(error)) throw error;
    throw new SpireError("E_REFUSED", error.message, "Remove the link yourself.");
  }
  return said("Discarded; nothing was moved.", { moves: [] });
}

function movesOf({ journal, direction }: FoundJournal): Move[] {
  return journal.changes.map((change) => {
    const { path } = change;
    if (!mayMove(path)) return { verb: "refuse", path };
    return { verb: direction === "forward" ? verbOf(change) : undoing(change), path };
  });
}

function verbOf({ before, after }: Change): Verb {
  if (after === null) return "delete";
  return before === null ? "create" : "replace";
}

function undoing({ before }: Change): Verb {
  return before === null ? "delete" : "restore";
}

function shown(
  { direction }: FoundJournal,
  moves: Move[],
  isOwn: boolean,
  { colors }: Terminal,
): Outcome {
  const origin = isOwn
    ? "A run of yours was interrupted here"
    : "A run was interrupted that cannot be verified to be yours";
  const rest = direction === "forward" ? "It would go on to" : "It was being undone, and would";
  const refused = moves.some(({ verb }) => verb === "refuse");
  return {
    exitCode: 1,
    document: { ok: false, verified: isOwn, direction, moves },
    text: "",
    data: [
      `${origin}. ${rest}:`,
      ...moves.map(({ verb, path }) => `  ${verb.padEnd(7)} ${printable(path)}`),
      ...(refused ? ["What is refused lies outside of the project, or in git's folder."] : []),
      `${colors.bold("spire recover --apply")} performs this where a file is as the run left it,`,
      `${colors.bold("spire recover --discard")} removes the run and moves nothing.\n`,
    ].join("\n"),
  };
}

function performed(dir: string, moves: Move[]): Outcome {
  const state = readJournal(dir);
  // Another command may have completed it in the meantime.
  if (state.kind !== "own" && state.kind !== "foreign") return said("Nothing is left to do.", {});
  if (state.found === null) throw new SpireError("E_REFUSED", "The journal was replaced.");
  const { outcome, edited } = recover(dir, state.found);
  const left = edited.map((path) => `  ${printable(path)} is not as the run left it, and stays.`);
  const refused = moves.filter(({ verb }) => verb === "refuse").map(({ path }) => path);
  const notes = refused.map((path) => `  ${printable(path)} was refused.`);
  const done = counted(moves.length - edited.length - refused.length, "move");
  const head = `The run was ${outcome}: ${done}.`;
  return said([head, ...left, ...notes].join("\n"), { outcome, edited, refused });
}

function said(text: string, document: Record<string, unknown>): Outcome {
  return { exitCode: 0, document: { ok: true, ...document }, text };
}
