import { followRenames } from "./follow-renames.ts";
import { judge } from "../project/judge.ts";
import { inLayout, type Layout } from "../layout/layout.ts";
import { locate } from "../project/located.ts";
import type { SettledLayout } from "../layout/settle-layout.ts";
import type { ProjectState } from "../project/state.ts";
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

/**
 * Merges every shared file that was edited and is to change, in the layout of the project. Writes
 * nothing.
 */
export async function mergeEdited(
  rendered: readonly RenderedFile[],
  state: ProjectState,
  target: Pick<Target, "readSource">,
  choices: ConflictChoices,
  layout: Layout,
  settled: SettledLayout,
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
    if (settled.texts.has(path)) continue;
    if (judge(file, found.entry.text, found.records) !== "merge") continue;
    const bases = found.records.flatMap((digest) => {
      const text = state.recordText(found.recordedAt, digest);
      return text === null ? [] : [text];
    });
    const words = file.renamedWords ?? new Map<string, string>();
    const renaming = { from: found.recordedAt, to: path, words, bases, moved };
    const follow = (text: string) => followRenames(text, renaming);
    const ours = follow(found.entry.text);
    const laidOut = async (text: string) =>
      (await inLayout(layout, { path, content: text })).replaceAll("\r\n", "\n");
    const input = {
      path,
      bases: await Promise.all(bases.map((base) => laidOut(follow(base)))),
      ours,
      theirs: await laidOut(content),
    };
    const { markers } = choices;
    const side = choices.sides.get(path) ?? null;
    merges.set(
      path,
      await mergeFile(input, { side, markers, layout, readSource: target.readSource }),
    );
  }
  return merges;
}
