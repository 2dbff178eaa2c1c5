import { laidOutAsBefore } from "./layout/laid-out-as-before.ts";
import { layOutFiles } from "./layout/lay-out-files.ts";
import type { Layout } from "./layout/layout.ts";
import { type Followed, followMoves } from "./merge/follow-moves.ts";
import { type ConflictChoices, mergeEdited } from "./merge/merge-edited.ts";
import type { Timer } from "./phase-timer.ts";
import { makePlan } from "./plan/make-plan.ts";
import type { Plan } from "./plan/plan.ts";
import { ownTexts } from "./project/own-texts.ts";
import { comingTexts, movedFiles, type Standing, standingFiles } from "./project/standing.ts";
import { type DiskEntry, type ProjectState, readState } from "./project/state.ts";
import { ownVersion } from "./project/version.ts";
import type { RenderedFile, Target } from "./target.ts";
import { SpireError } from "../schema/errors.ts";
import { readManifestSchema } from "../schema/package-files.ts";
import { didYouMean } from "../schema/suggest.ts";

/** Holds what was rendered against the project: where it stands, its layout, its hand edits. */
export async function planFiles(
  dir: string,
  target: Target,
  rendered: readonly RenderedFile[],
  { marked, conflicts }: { marked: readonly string[]; conflicts: ConflictChoices },
  { lap }: Timer,
): Promise<{ plan: Plan; state: ProjectState; notices: readonly string[] }> {
  const { choices } = conflicts;
  expectRendered(choices.keys(), rendered);
  const read = readState(dir, rendered, target);
  const all = standingFiles(rendered, read);
  const layout = target.readLayout(dir, comingTexts(all));
  const standings = all.filter(({ file }) => !layout.replaced.has(file.path));
  const overwrite = new Set([...choices.keys()].filter((path) => choices.get(path) === "theirs"));
  const { followed, state } = await followersIn(dir, target, { standings, state: read, layout });
  const laidOut = await layOutFiles(standings, state, layout, overwrite);
  lap("layout");
  const merges = await mergeEdited(standings, state, target, conflicts, layout, laidOut);
  lap("merge");
  const [version, schemaText] = [ownVersion(), readManifestSchema()];
  const input = {
    standings,
    state,
    laidOut,
    merges,
    followed,
    marked,
    overwrite,
    version,
    schemaText,
  };
  const plan = makePlan(input);
  lap("plan");
  return { plan, state, notices: [...layout.notices] };
}

/** What refers to files that move, and the project's state with the developer's files among it. */
async function followersIn(
  dir: string,
  target: Target,
  {
    standings,
    state,
    layout,
  }: { standings: readonly Standing[]; state: ProjectState; layout: Layout },
): Promise<{ followed: Map<string, Followed>; state: ProjectState }> {
  const moved = movedFiles(standings);
  if (moved.size === 0) return { followed: new Map(), state };
  const known = new Set([...standings.map(({ file }) => file.path), ...state.files.keys()]);
  const own = ownTexts(dir, known, target.ignoredFiles);
  const followed = followMoves(standings, own, moved, target);
  for (const [path, each] of followed) each.text = await laidOutAsBefore(layout, path, each);
  const entries = [...followed]
    .filter(([path]) => !known.has(path))
    .map(([path, { before }]): [string, DiskEntry] => [path, { kind: "file", text: before }]);
  return { followed, state: { ...state, files: new Map([...state.files, ...entries]) } };
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
