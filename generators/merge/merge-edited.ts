import { followRenames } from "../follow-renames.ts";
import { format } from "../format.ts";
import { judge } from "../judge.ts";
import { locate } from "../located.ts";
import type { ProjectState } from "../state.ts";
import type { RenderedFile, Target } from "../target.ts";
import { type Merge, mergeFile } from "./merge-file.ts";
import type { Side } from "./three-way.ts";

/** What the person said about conflicts beforehand. */
export interface ConflictChoices {
  /** By path: which side wins where both changed a file. */
  sides: ReadonlyMap<string, Side>;
  /** Write what remains into the files, between markers. */
  markers: boolean;
}

/** Merges every shared file that was edited and is to change. Writes nothing. */
export async function mergeEdited(
  rendered: readonly RenderedFile[],
  state: ProjectState,
  target: Pick<Target, "readSource">,
  choices: ConflictChoices,
): Promise<Map<string, Merge>> {
  const located = locate(rendered, state);
  const moved = new Map(
    [...located].flatMap(([path, { recordedAt }]) =>
      recordedAt === path ? [] : [[recordedAt, path]],
    ),
  );
  const merges = new Map<string, Merge>();
  for (const file of rendered) {
    const { path, content } = file;
    const found = located.get(path);
    if (found?.entry?.kind !== "file" || path.startsWith(`${state.historyFolder}/`)) continue;
    if (judge(file, found.entry.text, found.records) !== "merge") continue;
    const bases = found.records.flatMap((digest) => {
      const text = state.recordText(found.recordedAt, digest);
      return text === null ? [] : [text];
    });
    const words = file.renamedWords ?? new Map<string, string>();
    const renaming = { from: found.recordedAt, to: path, words, bases, moved };
    const follow = (text: string) => followRenames(text, renaming);
    const ours = follow(found.entry.text);
    const input = { path, bases: bases.map(follow), ours, theirs: content };
    const { markers } = choices;
    const side = choices.sides.get(path) ?? null;
    merges.set(
      path,
      await mergeFile(input, { side, markers, format, readSource: target.readSource }),
    );
  }
  return merges;
}
