import { readdir, readFile } from "node:fs/promises";
import { basename, isAbsolute, join, resolve } from "node:path";
import { MANIFEST_FILE } from "../../schema/load.ts";
import { packageRoot } from "../../schema/package-root.ts";
import { didYouMean, listNames } from "../../schema/suggest.ts";
import type { Outcome } from "../terminal/outcome.ts";
import { SpireError } from "../../schema/errors.ts";
import { generate } from "../../generators/generate.ts";
import { generationOutcome } from "../gen/generation-outcome.ts";
import { recoverInterrupted } from "../../generators/apply/with-lock.ts";
import { invocation, shellQuoted } from "../terminal/invocation.ts";
import { printRecovery } from "../terminal/print-recovery.ts";
import { starterManifest } from "./starter-manifest.ts";
import { loadTarget, targetNames } from "../../generators/targets.ts";
import type { Terminal } from "../terminal/terminal.ts";

interface Options {
  /** The new folder, relative to `C`. */
  dir: string;
  C: string;
  target?: string | undefined;
  from?: string | undefined;
}

/**
 * Makes a project in a folder that is empty or does not exist yet.
 *
 * @throws {SpireError} E_FOLDER_NOT_EMPTY, E_NOT_FOUND for an unknown example
 */
export async function newProject(options: Options, terminal: Terminal): Promise<Outcome> {
  const dir = resolve(options.C, options.dir);
  await recoverInterrupted(dir, printRecovery);
  await refuseFullFolder(dir, options.dir);
  const text = options.from
    ? await exampleManifest(options.from)
    : starterManifest(projectName(dir), options.target ?? targetNames[0] ?? "");
  const generation = await generate(dir, { manifest: text, onRecovery: printRecovery });
  const outcome = generationOutcome(generation, terminal);
  const { project } = generation;
  if (outcome.exitCode !== 0 || project === null) return outcome;
  const { bold } = terminal.colors;
  const place = shellQuoted(isAbsolute(options.dir) ? options.dir : join(options.C, options.dir));
  const { firstSteps } = await loadTarget(project.target);
  const start = [`cd ${place}`, ...firstSteps].join(" && ");
  const steps = [start, `${invocation()} verify -C ${place}`];
  const next = `\n\nNext:\n${steps.map((step) => `  ${bold(step)}`).join("\n")}`;
  return { ...outcome, document: { ...outcome.document, next: steps }, text: outcome.text + next };
}

async function refuseFullFolder(dir: string, shown: string): Promise<void> {
  let entries: string[];
  try {
    entries = await readdir(dir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return;
    if (code !== "ENOTDIR") throw error;
    throw new SpireError("E_FOLDER_NOT_EMPTY", `"${shown}" is a file.`, "Name another folder.");
  }
  // A fresh clone of an empty repository is a fine place for a project.
  if (entries.every((entry) => entry === ".git")) return;
  throw new SpireError(
    "E_FOLDER_NOT_EMPTY",
    `The folder "${shown}" is not empty.`,
    "Name a folder that is empty or does not exist yet.",
  );
}

async function exampleManifest(name: string): Promise<string> {
  const folder = join(packageRoot, "examples");
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.includes(name)) return readFile(join(folder, name, MANIFEST_FILE), "utf8");
  throw new SpireError(
    "E_NOT_FOUND",
    `There is no example "${name}".`,
    didYouMean(name, names) ?? `Known: ${listNames(names, "and")}.`,
  );
}

/** The folder's name as the language allows it for a project. */
function projectName(dir: string): string {
  const words = basename(dir)
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const name = (words ?? []).join("-").replace(/^[0-9-]+/, "");
  return name.slice(0, 100).replace(/-$/, "") || "project";
}
