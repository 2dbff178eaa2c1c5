import { apply } from "./apply/apply.ts";
import { expectIdle, type OnRecovery, withLock } from "./apply/with-lock.ts";
import { evaluateMatrix } from "./matrix/evaluate.ts";
import type { ConflictChoices } from "./merge/merge-edited.ts";
import { startTimer, type Timings } from "./phase-timer.ts";
import type { Plan } from "./plan/plan.ts";
import { digestOf } from "./project/base-store.ts";
import { readHistory } from "./project/history.ts";
import { type Edited, expectProject, loadProject, type ManifestChange } from "./load-project.ts";
import { filesWithMarkers } from "./project/markers.ts";
import { planFiles } from "./plan-files.ts";
import type { DiskEntry, ProjectState } from "./project/state.ts";
import { indexProject } from "./render/project-index.ts";
import { screensOf } from "./screens/screens.ts";
import type { RenderedFile } from "./target.ts";
import { loadTarget } from "./targets.ts";
import { SpireError } from "../schema/errors.ts";
import { loadManifestFrom } from "../schema/load.ts";
import type { Former } from "../schema/resolve/resolve.ts";

export interface Generation extends Edited {
  /** null when the manifest has errors. */
  plan: Plan | null;
  /** The project as it stood before; null as long as the manifest has errors. */
  state: ProjectState | null;
  /** What could not be looked at, one sentence each. */
  notices: readonly string[];
  /** The plan was not carried out because that was not asked for. */
  dryRun: boolean;
  timings: Timings;
}

export interface GenerateOptions extends ManifestChange {
  /** Plan, and write nothing. */
  dryRun?: boolean;
  /** A new migration may drop or narrow what holds data. */
  allowDataLoss?: boolean;
  /** What to do where a hand edit and the manifest do not go together; default: refuse. */
  conflicts?: ConflictChoices;
  /** Told when a run that was interrupted before was completed or undone first. */
  onRecovery?: OnRecovery;
  /** Loads the target that the manifest names; default: one of spire's own. */
  loadTarget?: typeof loadTarget;
}

const NO_CHOICES: ConflictChoices = { choices: new Map(), markers: false };

/**
 * The one road from a manifest to a project: lock, load, evaluate, render, merge, plan, apply.
 * Nothing is written while the manifest has an error or the plan a refusal; a change of the manifest
 * is written together with the files, or not at all.
 *
 * @param dir the project folder
 * @throws {SpireError} E_NO_PROJECT, E_NO_SUCH_TARGET, E_CANNOT_RENDER, E_DATA_LOSS,
 *   E_NO_DEFAULT, E_CANNOT_WRITE, E_LOCKED, E_INTERRUPTED, E_FOREIGN_JOURNAL, E_ALREADY_EXISTS,
 *   E_CANNOT_EDIT, E_MARKERS when the manifest or the migrations cannot be read for conflict
 *   markers, E_NOT_FOUND for a choice about a file that is not generated
 */
export async function generate(dir: string, options: GenerateOptions = {}): Promise<Generation> {
  const { dryRun = false, manifest, onRecovery = () => {} } = options;
  if (dryRun) {
    await expectIdle(dir);
    return generateUnlocked(dir, options);
  }
  if (manifest === undefined) await expectProject(dir);
  // From the first look at the manifest on: what another run adds to it must not be lost.
  return withLock(dir, onRecovery, () => generateUnlocked(dir, options));
}

async function generateUnlocked(dir: string, options: GenerateOptions): Promise<Generation> {
  const { dryRun = false, allowDataLoss = false, conflicts = NO_CHOICES } = options;
  const timer = startTimer();
  const loaded = await loadProject(dir, options);
  timer.lap("load");
  const { project, manifest } = loaded;
  const unplanned = { ...loaded, dryRun, timings: timer.timings };
  if (project === null || manifest === null) {
    const marked = filesWithMarkers(dir);
    if (loaded.files.some((path) => marked.includes(path))) throw markersLeft(marked);
    return { ...unplanned, plan: null, state: null, notices: [] };
  }
  const target = await (options.loadTarget ?? loadTarget)(project.target);
  timer.lap("start");
  const marked = filesWithMarkers(dir, target.ignoredFiles);
  timer.lap("markers");
  const matrix = evaluateMatrix(manifest);
  timer.lap("matrix");
  const history = readHistory(dir, target.historyFolders(project));
  const index = indexProject(project);
  const input = { project: index, screens: screensOf(index), matrix, history, allowDataLoss };
  const rendered = await target.render(input).catch(
    // Half-merged migrations are no fault of the manifest.
    (error: unknown) => Promise.reject(marked.length > 0 ? markersLeft(marked) : error),
  );
  timer.lap("render");
  const planned = await planFiles(dir, target, rendered, { marked, conflicts }, timer);
  const diagnostics = diagnosticsOf(loaded, {
    cascadedBefore: target.cascadedBefore(index, history),
    choicesBefore: await target.choicesBefore(index, formerTexts(planned.state, rendered)),
  });
  if (!dryRun && planned.plan.refusals.length === 0) {
    write(dir, planned, loaded);
    timer.lap("write");
  }
  return { ...unplanned, diagnostics, ...planned };
}

/** What is to be said of the manifest, by itself and in the light of the project's history. */
function diagnosticsOf(
  { diagnostics, sources }: Edited,
  former: Required<Former>,
): Edited["diagnostics"] {
  if (former.cascadedBefore.size + former.choicesBefore.size === 0) return diagnostics;
  return loadManifestFrom(sources, former).diagnostics;
}

/** Gives the texts on record of a file that are not what is written now. */
function formerTexts(state: ProjectState, rendered: readonly RenderedFile[]) {
  const coming = new Map(rendered.map(({ path, content }) => [path, content]));
  return (path: string): string[] =>
    (state.records.get(path) ?? [])
      .filter((digest) => digest !== digestOf(coming.get(path) ?? ""))
      .flatMap((digest) => state.recordText(path, digest) ?? []);
}

function write(
  dir: string,
  { plan, state }: { plan: Plan; state: ProjectState },
  { edits, editedFrom }: Edited,
): void {
  const manifests = Object.entries(edits).map(([path, content]) => ({ path, content }));
  const seen = Object.entries(editedFrom).map(([path, text]): [string, DiskEntry] => {
    return [path, { kind: "file", text }];
  });
  const writes = [...plan.writes, ...manifests];
  apply(dir, { ...plan, writes }, new Map([...state.files, ...seen]));
}

function markersLeft(paths: readonly string[]): SpireError {
  const hint = "Settle each conflict and remove its markers, then run the command again.";
  return new SpireError("E_MARKERS", `Conflict markers are left in: ${paths.join(", ")}.`, hint);
}
