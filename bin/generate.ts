import { apply, ApplyError } from "../generators/apply.ts";
import { readHistory } from "../generators/history.ts";
import { evaluateMatrix } from "../generators/matrix/evaluate.ts";
import { readOwnFiles } from "../generators/own-files.ts";
import { plan, type Plan } from "../generators/plan.ts";
import { RenderError } from "../generators/render-error.ts";
import { readState } from "../generators/state.ts";
import type { RenderedFile, RenderInput, Target } from "../generators/target.ts";
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
 * @throws {CommandError} E_NO_PROJECT, E_NO_SUCH_TARGET, E_CANNOT_RENDER, E_CANNOT_WRITE
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
  const rendered = await render(target, { project, matrix, history: readHistory(dir, target) });
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

async function render(target: Target, input: RenderInput): Promise<RenderedFile[]> {
  try {
    return await target.render(input);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    throw new CommandError("E_CANNOT_RENDER", error.message, "Nothing was written.");
  }
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
