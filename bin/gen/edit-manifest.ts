import type { ManifestChange } from "../../generators/load-project.ts";
import type { App, Model, Project, View } from "../../schema/project.ts";
import { didYouMean, listNames } from "../../schema/suggest.ts";
import type { GlobalArguments } from "../command.ts";
import type { Outcome } from "../terminal/outcome.ts";
import { SpireError } from "../../schema/errors.ts";
import { generate } from "../../generators/generate.ts";
import { generationOutcome } from "./generation-outcome.ts";
import { printRecovery } from "../terminal/print-recovery.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * Adds something to the manifest, checks the result in memory, and writes the manifest together
 * with the generated files: all of it or nothing.
 *
 * @throws {SpireError} when the thing is there already, or the text does not allow the edit
 */
export async function editManifest(
  args: GlobalArguments & { "dry-run"?: boolean },
  terminal: Terminal,
  edit: Required<ManifestChange>["edit"],
): Promise<Outcome> {
  for (const name of ["check", "diff", "watch"]) {
    // yargs hands down the options of `gen` itself.
    if (!(args as unknown as Record<string, unknown>)[name]) continue;
    throw new SpireError("E_BAD_ARGUMENT", `An addition to the manifest has no --${name}.`);
  }
  const dryRun = args["dry-run"] ?? false;
  const generation = await generate(args.C, { edit, dryRun, onRecovery: printRecovery });
  return generationOutcome(generation, terminal);
}

/**
 * Splits `LABEL.NAME` and its longer forms.
 *
 * @throws {SpireError} E_BAD_ARGUMENT when a part is missing or there is one too many
 */
export function splitName<const P extends readonly string[]>(
  name: string,
  parts: P,
): { [K in keyof P]: string } {
  const split = name.split(".");
  if (split.length !== parts.length || split.includes("")) {
    throw new SpireError("E_BAD_ARGUMENT", `"${name}" is not of the form ${parts.join(".")}.`);
  }
  return split as { [K in keyof P]: string };
}

export function findApp(project: Project, label: string): App {
  return find(project.apps, label, ({ label: name }) => name, "app with the label");
}

export function findModel(app: App, name: string): Model {
  return find(app.models, name, (model) => model.name, `model of ${app.label} named`);
}

export function findView(app: App, name: string): View {
  return find(app.views, name, (view) => view.name, `view of ${app.label} named`);
}

/** @throws {SpireError} E_NOT_FOUND with a guess at what was meant */
function find<T>(items: readonly T[], name: string, nameOf: (item: T) => string, what: string): T {
  const found = items.find((item) => nameOf(item) === name);
  if (found) return found;
  const names = items.map((item) => nameOf(item));
  throw new SpireError(
    "E_NOT_FOUND",
    `There is no ${what} "${name}".`,
    didYouMean(name, names) ??
      (names.length > 0 ? `Known: ${listNames(names, "and")}.` : undefined),
  );
}
