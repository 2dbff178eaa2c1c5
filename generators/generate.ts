import { apply } from "./apply/apply.ts";
import { readHistory } from "./project/history.ts";
import { filesWithMarkers } from "./project/markers.ts";
import { evaluateMatrix } from "./matrix/evaluate.ts";
import { type ConflictChoices, mergeEdited } from "./merge/merge-edited.ts";
import { readOwnFiles } from "./project/package-files.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { layOutFiles } from "./layout/lay-out-files.ts";
import { comingTexts, standingFiles } from "./project/standing.ts";
import { type DiskEntry, type ProjectState, readState } from "./project/state.ts";
import type { RenderedFile } from "./target.ts";
import { MANIFEST_FILE, type Loaded } from "../schema/load.ts";
import { didYouMean } from "../schema/suggest.ts";
import { SpireError } from "../schema/errors.ts";
import { expectSettled, holdProject } from "./apply/hold-project.ts";
import { expectProject, loadProject } from "./project/load-project.ts";
import { startTimer, type Timings } from "./phase-timer.ts";
import { loadTarget } from "./targets.ts";

export interface Generation extends Loaded {
  /** null when the manifest has errors. */
  plan: Plan | null;
  /** The project as it stood before; null as long as the manifest has errors. */
  state: ProjectState | null;
  /** What could not be looked at, one sentence each. */
  notices: readonly string[];
  /** Texts of manifest files that were written along, by path. */
  edits: Readonly<Record<string, string>>;
  /** The plan was not carried out because that was not asked for. */
  dryRun: boolean;
  timings: Timings;
}

export interface GenerateOptions {
  /** New texts of manifest files, written together with the generated ones. */
  edits?: Record<string, string>;
  /** The texts that the edits were made from; a file that was saved since stops the run. */
  editedFrom?: Readonly<Record<string, string>>;
  /** Plan, and write nothing. */
  dryRun?: boolean;
  /** A new migration may drop or narrow what holds data. */
  allowDataLoss?: boolean;
  /** What to do where a hand edit and the manifest do not go together; default: refuse. */
  conflicts?: ConflictChoices;
}

const NO_CHOICES: ConflictChoices = { sides: new Map(), markers: false };

/**
 * The one road from a manifest to a project: load, evaluate, render, plan, apply. Nothing is
 * written while the manifest has an error or the plan a refusal.
 *
 * @param dir the project folder
 * @throws {SpireError} E_NO_PROJECT, E_NO_SUCH_TARGET, E_CANNOT_RENDER, E_DATA_LOSS,
 *   E_NO_DEFAULT, E_CANNOT_WRITE, E_MARKERS when the manifest or the migrations cannot be read for
 *   conflict markers, E_NOT_FOUND for a choice about a file that is not generated
 */
export async function generate(dir: string, options: GenerateOptions = {}): Promise<Generation> {
  if (options.dryRun) {
    await expectSettled(dir);
    return generateHeld(dir, options);
  }
  if (!(MANIFEST_FILE in (options.edits ?? {}))) await expectProject(dir);
  return holdProject(dir, () => generateHeld(dir, options));
}

async function generateHeld(
  dir: string,
  {
    edits = {},
    editedFrom = {},
    dryRun = false,
    allowDataLoss = false,
    conflicts = NO_CHOICES,
  }: GenerateOptions,
): Promise<Generation> {
  const { lap, timings } = startTimer();
  const marked = filesWithMarkers(dir);
  lap("markers");
  const loaded = await loadProject(dir, edits);
  lap("load");
  const generation: Generation = {
    ...loaded,
    plan: null,
    state: null,
    notices: [],
    edits,
    dryRun,
    timings,
  };
  const { project, manifest } = loaded;
  if (project === null || manifest === null) {
    if (loaded.files.some((path) => marked.includes(path))) refuseMarkers(marked);
    return generation;
  }

  const target = await loadTarget(project.target);
  lap("start");
  const matrix = evaluateMatrix(manifest);
  lap("matrix");
  const history = readHistory(dir, target.historyFolders(project));
  const wanted = await target.render({ project, matrix, history, allowDataLoss }).catch(
    // Half-merged migrations are no fault of the manifest.
    (error: unknown) => (marked.length > 0 ? refuseMarkers(marked) : Promise.reject(error)),
  );
  lap("render");
  const { sides } = conflicts;
  expectRendered(sides.keys(), wanted);
  const state = readState(dir, wanted, target);
  const all = standingFiles(wanted, state);
  const layout = target.readLayout(dir, comingTexts(all));
  const standings = all.filter(({ file }) => !layout.replaced.has(file.path));
  const overwrite = new Set([...sides.keys()].filter((path) => sides.get(path) === "theirs"));
  const laidOut = await layOutFiles(standings, state, layout, overwrite);
  lap("layout");
  const merges = await mergeEdited(standings, state, target, conflicts, layout, laidOut);
  lap("merge");
  generation.state = state;
  generation.notices = [...layout.notices];
  generation.plan = makePlan({
    standings,
    state,
    laidOut,
    merges,
    marked,
    overwrite,
    ...readOwnFiles(),
  });
  lap("plan");
  if (!dryRun && generation.plan.refusals.length === 0) {
    write(dir, generation.plan, edits, new Map([...state.files, ...asSeen(editedFrom)]));
    lap("write");
  }
  return generation;
}

function refuseMarkers(paths: readonly string[]): never {
  const hint = "Settle each conflict and remove its markers, then run the command again.";
  throw new SpireError("E_MARKERS", `Conflict markers are left in: ${paths.join(", ")}.`, hint);
}

/** @throws {SpireError} E_NOT_FOUND with a guess at what was meant */
function expectRendered(paths: Iterable<string>, rendered: readonly RenderedFile[]): void {
  const known = rendered.map(({ path }) => path);
  for (const path of paths) {
    if (known.includes(path)) continue;
    const hint = didYouMean(path, known) ?? "Name it as it is listed, relative to the project.";
    throw new SpireError("E_NOT_FOUND", `"${path}" is not a file that is generated.`, hint);
  }
}

function asSeen(texts: Readonly<Record<string, string>>): [string, DiskEntry][] {
  return Object.entries(texts).map(([path, text]) => [path, { kind: "file", text }]);
}

function write(
  dir: string,
  { writes, ...rest }: Plan,
  edits: Record<string, string>,
  seen: ProjectState["files"],
): void {
  const manifests = Object.entries(edits).map(([path, content]) => ({ path, content }));
  apply(dir, { ...rest, writes: [...writes, ...manifests] }, seen);
}
