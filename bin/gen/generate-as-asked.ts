import { driftOf } from "../../generators/plan/drift.ts";
import type { GlobalArguments } from "../command.ts";
import type { Outcome } from "../terminal/outcome.ts";
import { type ConflictArguments, conflictChoices } from "./conflict-choices.ts";
import { SpireError } from "../../schema/errors.ts";
import { failureOutcome } from "../terminal/failure.ts";
import { generate, type Generation, type GenerateOptions } from "../../generators/generate.ts";
import { generationOutcome } from "./generation-outcome.ts";
import { printOutcome } from "../terminal/print-outcome.ts";
import { printRecovery } from "../terminal/print-recovery.ts";
import { counted } from "../terminal/words.ts";
import { page, paintDiff, unifiedDiff } from "./show-diff.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { watchManifest } from "./watch.ts";

interface Arguments extends GlobalArguments, ConflictArguments {
  "dry-run": boolean;
  diff: boolean;
  check: boolean;
  watch: boolean;
  "allow-data-loss": boolean;
}

/** Generates, or only says what that would do, as the options of `gen` ask for. */
export async function generateAsAsked(args: Arguments, terminal: Terminal): Promise<Outcome> {
  refuseTogether(args);
  const options: GenerateOptions = {
    dryRun: args["dry-run"] || args.diff || args.check,
    // A check writes nothing: what differs is to be named whatever it would take.
    allowDataLoss: args["allow-data-loss"] || args.check,
    conflicts: conflictChoices(args),
    onRecovery: printRecovery,
  };
  if (args.watch) return watch(args.C, options, terminal);
  const generation = await generate(args.C, options);
  if (args.check) return checkOutcome(generation, terminal);
  const outcome = generationOutcome(generation, terminal);
  return args.diff ? withDiff(outcome, generation, terminal, args.C) : outcome;
}

/** Each of these says something else about writing; yargs' own check counts defaults as given. */
function refuseTogether(args: Arguments): void {
  const modes = ["watch", "check", "diff", "dry-run"] as const;
  const given: string[] = modes.filter((name) => args[name]);
  if (args.watch && args.json) given.push("json");
  const [one, other] = given;
  if (other === undefined || (one === "diff" && other === "dry-run")) return;
  throw new SpireError("E_BAD_ARGUMENT", `--${one} and --${other} do not go together.`);
}

/** Whether the code is what the manifest says; names each file that is not. */
function checkOutcome(generation: Generation, terminal: Terminal): Outcome {
  const outcome = generationOutcome(generation, terminal);
  const { plan } = generation;
  if (plan === null || plan.refusals.some(({ reason }) => reason === "newer")) return outcome;
  const drift = driftOf(plan);
  if (drift.length === 0) {
    const text = `Up to date: ${counted(plan.unchanged.length, "file")}.`;
    return { ...outcome, document: { ...outcome.document, drift }, text };
  }
  const { red, bold } = terminal.errorColors;
  const differ = drift.length === 1 ? "differs" : "differ";
  const message = `${counted(drift.length, "file")} ${differ} from the manifest.`;
  const isMarked = plan.refusals.some(({ reason }) => reason === "markers");
  const error = isMarked ? outcome.document["error"] : { code: "E_DRIFT", message };
  return {
    exitCode: 1,
    document: { ...outcome.document, ok: false, error, drift },
    text: "",
    problems: [
      ...(outcome.problems ? [outcome.problems] : []),
      `${red("error")} ${bold("E_DRIFT")} ${message}`,
      ...drift.map((path) => `  ${path}`),
      "Run gen, and commit what it writes.",
    ].join("\n"),
  };
}

function withDiff(
  outcome: Outcome,
  generation: Generation,
  terminal: Terminal,
  dir: string,
): Outcome {
  if (outcome.exitCode !== 0) return outcome;
  const diff = unifiedDiff(generation);
  const document = { ...outcome.document, diff };
  if (diff === "") return { ...outcome, document };
  const painted = paintDiff(diff, terminal.colors);
  const isShown = page(painted, terminal, dir);
  return { ...outcome, document, text: "", ...(isShown ? {} : { data: painted }) };
}

async function watch(dir: string, options: GenerateOptions, terminal: Terminal): Promise<Outcome> {
  let files: readonly string[] = [];
  await watchManifest(
    dir,
    async () => {
      try {
        const generation = await generate(dir, options);
        if (generation.files.length > 0) files = generation.files;
        return { outcome: generationOutcome(generation, terminal), files };
      } catch (error) {
        // A manifest that is missing for a moment, a refused migration: the next save may mend it.
        return { outcome: failureOutcome(error, terminal), files };
      }
    },
    (outcome) => {
      printOutcome(outcome, terminal);
      if (!terminal.quiet) process.stdout.write("Watching the manifest; Ctrl+C ends it.\n");
    },
  );
  return { exitCode: 0, document: { ok: true }, text: "" };
}
