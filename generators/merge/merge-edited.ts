import type { SourceTools } from "./guards.ts";
import { followRenames } from "./follow-renames.ts";
import { laidOutAsBefore } from "../layout/laid-out-as-before.ts";
import { inLayout, type Layout } from "../layout/layout.ts";
import type { LaidOutFiles } from "../layout/lay-out-files.ts";
import { movedFiles, type Standing } from "../project/standing.ts";
import type { ProjectState } from "../project/state.ts";
import type { Target } from "../target.ts";
import { type Merge, mergeFile, type MergeInput } from "./merge-file.ts";
import type { Choice } from "./three-way.ts";

/** What the person said about conflicts beforehand. */
export interface ConflictChoices {
  /** By path: what to do where both changed a file. */
  choices: ReadonlyMap<string, Choice>;
  /** Write what remains into the files, between markers. */
  markers: boolean;
}

/**
 * Merges every shared file that was edited and is to change, in the layout of the project. Writes
 * nothing.
 */
export async function mergeEdited(
  standings: readonly Standing[],
  state: ProjectState,
  target: Pick<Target, "loadSourceTools" | "isMergedByKey" | "relocate" | "nameCharacters">,
  { choices, markers }: ConflictChoices,
  layout: Layout,
  laidOut: LaidOutFiles,
): Promise<Map<string, Merge>> {
  const moved = movedFiles(standings);
  const merges = new Map<string, Merge>();
  let tools: SourceTools | undefined;
  for (const standing of standings) {
    const { file, text, verdict } = standing;
    if (verdict !== "merge" || text === undefined) continue;
    if (laidOut.texts.has(file.path)) continue;
    const input = await mergeInput(standing, text, { state, moved, target, layout });
    const choice = choices.get(file.path) ?? null;
    tools ??= await target.loadSourceTools();
    const byKey = target.isMergedByKey(file.path);
    merges.set(file.path, await mergeFile(input, { choice, markers, byKey, layout, ...tools }));
  }
  return merges;
}

interface Surroundings {
  state: ProjectState;
  /** Every file that moves, new path by old. */
  moved: ReadonlyMap<string, string>;
  target: Pick<Target, "relocate" | "nameCharacters">;
  layout: Layout;
}

/** The three texts, after what was renamed, and in the project's layout where spire wrote them. */
async function mergeInput(
  { file, recordedAt, records }: Standing,
  text: string,
  { state, moved, target, layout }: Surroundings,
): Promise<MergeInput> {
  const { path, content } = file;
  const bases = records.flatMap((digest) => state.recordText(recordedAt, digest) ?? []);
  const words = file.renamedWords ?? new Map<string, string>();
  const renaming = { from: recordedAt, to: path, words, bases, moved, saidNow: content };
  const follow = (old: string) => followRenames(old, renaming, target);
  const laidOut = async (own: string) =>
    (await inLayout(layout, { path, content: own })).replaceAll("\r\n", "\n");
  return {
    path,
    bases: await Promise.all(bases.map((base) => laidOut(follow(base)))),
    ours: await laidOutAsBefore(layout, path, { before: text, text: follow(text) }),
    theirs: await laidOut(content),
  };
}
