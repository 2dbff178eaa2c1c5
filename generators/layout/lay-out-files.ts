import { digestOf } from "../project/base-store.ts";
import { inLayout, type Layout } from "./layout.ts";
import type { Standing } from "../project/standing.ts";
import type { ProjectState } from "../project/state.ts";

/** What is to stand at a path, where that is no matter of merging or refusing. */
export interface LaidOut {
  text: string;
  /** Only the layout changes: it is no drift from the manifest. */
  onlyLayout: boolean;
}

export interface LaidOutFiles {
  /** By path; what is not among them is for the verdict and the merge. */
  texts: ReadonlyMap<string, LaidOut>;
  /** Files on record that are rendered no more, and were only laid out anew. */
  untouched: ReadonlySet<string>;
}

/**
 * Puts what is written for the developer into the layout of the project, and tells the files apart
 * that were laid out anew from those that were edited: an untouched one follows the project's
 * layout and the manifest, whatever it looks like. Files that the project has laid out itself are
 * left as they stand.
 *
 * @param overwrite files that are written whatever stands there
 */
export async function layOutFiles(
  standings: readonly Standing[],
  state: ProjectState,
  layout: Layout,
  overwrite: ReadonlySet<string>,
): Promise<LaidOutFiles> {
  const texts = new Map<string, LaidOut>();
  const untouched = new Set<string>();
  const current = new Set(standings.map(({ file }) => file.path));
  await Promise.all([
    ...standings.map(async (standing) => {
      if (standing.file.tier === "history" || standing.obstacle !== null) return;
      const result = await layOut(standing, state, layout, overwrite);
      if (result !== null) texts.set(standing.file.path, result);
    }),
    ...[...state.records.keys()].map(async (path) => {
      if (!current.has(path) && (await isUntouched(path, state, layout))) untouched.add(path);
    }),
  ]);
  return { texts, untouched };
}

async function layOut(
  { file, from, text, recordedAt, records, verdict }: Standing,
  state: ProjectState,
  layout: Layout,
  overwrite: ReadonlySet<string>,
): Promise<LaidOut | null> {
  const { path, content, tier } = file;
  const isAlike = async (known: string): Promise<boolean> =>
    text !== undefined && areAlike(layout, path, text, known);
  const laidOut = async (onlyLayout = false): Promise<LaidOut> => {
    const own = await inLayout(layout, { path, content });
    // Line endings are the checkout's business, not the formatter's.
    const isSame = text !== undefined && digestOf(text) === digestOf(own);
    return { text: isSame ? text : own, onlyLayout };
  };
  if (tier === "generated") {
    const isFormatted = verdict === "edited-generated" && (await isAlike(content));
    return isFormatted ? { text: content, onlyLayout: false } : null;
  }
  switch (verdict) {
    case "write":
      return laidOut();
    case "same":
    case "leave": {
      if (text === undefined) return null;
      if (verdict === "same" && (await layout.isOwn(path))) return null;
      if (await layout.isLaidOut({ path, content: text })) return null;
      return (await isAlike(content)) ? laidOut(from === path) : null;
    }
    case "merge": {
      for (const digest of records) {
        const base = state.recordText(recordedAt, digest);
        if (base !== null && (await isAlike(base))) return laidOut();
      }
      return null;
    }
    case "foreign": {
      if (overwrite.has(path)) return laidOut();
      const own = await laidOut();
      return own.text === text ? own : null;
    }
    default:
      return null;
  }
}

/** Whether a file that the manifest dropped is still what spire wrote, in whatever layout. */
async function isUntouched(path: string, state: ProjectState, layout: Layout): Promise<boolean> {
  const entry = state.files.get(path);
  if (entry?.kind !== "file") return false;
  for (const digest of state.records.get(path) ?? []) {
    const text = state.recordText(path, digest);
    if (text && (await areAlike(layout, path, entry.text, text))) return true;
  }
  return false;
}

async function areAlike(
  layout: Layout,
  path: string,
  one: string,
  other: string,
): Promise<boolean> {
  const plain = (content: string) => layout.plain({ path, content });
  return (await plain(one)) === (await plain(other));
}
