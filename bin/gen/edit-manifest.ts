import { addToManifest, type Addition } from "../../schema/edit/additions.ts";
import type { Manifest } from "../../schema/manifest.types.ts";
import type { App, Model, Project, View } from "../../schema/project.ts";
import { didYouMean, listNames } from "../../schema/suggest.ts";
import type { GlobalArguments, Outcome } from "../command.ts";
import { SpireError } from "../../schema/errors.ts";
import { generate } from "../../generators/generate.ts";
import { generationOutcome } from "./generation-outcome.ts";
import { holdProject } from "../../generators/apply/hold-project.ts";
import { expectProject, loadProject } from "../../generators/project/load-project.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** What to add to a manifest, made from the project as it stands. */
type Additions = (project: Project, manifest: Manifest) => Addition | Addition[];

/**
 * Adds something to the manifest, checks the result in memory, and writes the manifest together
 * with the generated files: all of it or nothing.
 *
 * @throws {SpireError} when the thing is there already, or the text does not allow the edit
 */
export async function editManifest(
  args: GlobalArguments & { "dry-run"?: boolean },
  terminal: Terminal,
  additions: Additions,
): Promise<Outcome> {
  await expectProject(args.C);
  // Held from the first look at the manifest on: what another run adds to it must not be lost.
  return holdProject(args.C, () => addAndGenerate(args, terminal, additions));
}

async function addAndGenerate(
  args: GlobalArguments & { "dry-run"?: boolean },
  terminal: Terminal,
  additions: Additions,
): Promise<Outcome> {
  for (const name of ["check", "diff", "watch"]) {
    // yargs hands down the options of `gen` itself.
    if (!(args as unknown as Record<string, unknown>)[name]) continue;
    throw new SpireError("E_BAD_ARGUMENT", `An addition to the manifest has no --${name}.`);
  }
  const before = await loadProject(args.C);
  const { project, manifest, sources } = before;
  if (project === null || manifest === null) {
    return generationOutcome(
      { ...before, plan: null, state: null, notices: [], edits: {}, dryRun: false, timings: {} },
      terminal,
    );
  }
  const edits: Record<string, string> = {};
  for (const addition of [additions(project, manifest)].flat()) {
    const { file, text } = addToManifest({ ...sources, ...edits }, addition);
    edits[file] = text;
  }
  const generation = await generate(args.C, {
    edits,
    editedFrom: sources,
    dryRun: args["dry-run"] ?? false,
  });
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
