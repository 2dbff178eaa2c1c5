import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { apply, ApplyError } from "../generators/apply.ts";
import { evaluateMatrix } from "../generators/matrix/evaluate.ts";
import { readOwnFiles } from "../generators/own-files.ts";
import { plan, type Plan } from "../generators/plan.ts";
import { readState } from "../generators/state.ts";
import type { Loaded } from "../schema/load.ts";
import { CommandError } from "./errors.ts";
import { loadProject } from "./load-project.ts";
import { startTimer, type Timings } from "./phase-timer.ts";
import { loadTarget } from "./targets.ts";

export interface Generation extends Loaded {
  /** null when the manifest has errors. */
  plan: Plan | null;
  /** Texts of manifest files that were written along, by path. */
  edits: Readonly<Record<string, string>>;
  /** The plan was not carried out because that was not asked for. */
  dryRun: boolean;
  timings: Timings;
}

/**
 * The one road from a manifest to a project: load, evaluate, render, plan, apply. Nothing is
 * written while the manifest has an error or the plan a refusal.
 *
 * @param dir the project folder
 * @param options.edits new texts of manifest files, written together with the generated ones
 * @throws {CommandError} E_NO_PROJECT, E_NO_SUCH_TARGET, E_CANNOT_WRITE
 */
export async function generate(
  dir: string,
  { edits = {}, dryRun = false }: { edits?: Record<string, string>; dryRun?: boolean } = {},
): Promise<Generation> {
  const { lap, timings } = startTimer();
  const loaded = await loadProject(dir, edits);
  lap("load");
  const generation: Generation = { ...loaded, plan: null, edits, dryRun, timings };
  const { project, manifest } = loaded;
  if (project === null || manifest === null) return generation;

  const target = await loadTarget(project.target);
  lap("start");
  const matrix = evaluateMatrix(manifest);
  lap("matrix");
  const history = await readHistory(dir, target.historyFolder);
  const rendered = await target.render({ project, matrix, history });
  lap("render");
  const state = readState(dir, rendered, target);
  generation.plan = plan({ rendered, state, ...readOwnFiles() });
  lap("plan");
  if (!dryRun && generation.plan.refusals.length === 0) {
    write(dir, generation.plan, edits);
    lap("write");
  }
  return generation;
}

function write(dir: string, { writes, ...rest }: Plan, edits: Record<string, string>): void {
  const manifests = Object.entries(edits).map(([path, content]) => ({ path, content }));
  try {
    apply(dir, { ...rest, writes: [...writes, ...manifests] });
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    throw new CommandError("E_CANNOT_WRITE", error.message, "The project is as it was before.");
  }
}

/** The text files of the migrations folder, by project-relative path. */
async function readHistory(dir: string, folder: string): Promise<Map<string, string>> {
  const entries = await entriesOf(join(dir, folder));
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(join(dir, folder).length + 1).replaceAll("\\", "/");
    return [`${folder}/${relative}`, await readFile(path, "utf8")] as const;
  });
  return new Map(await Promise.all(texts));
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
