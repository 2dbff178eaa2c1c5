import { digestOf } from "../project/base-store.ts";
import { judge } from "../project/judge.ts";
import { inLayout, type Layout } from "./layout.ts";
import { locate } from "../project/located.ts";
import type { ProjectState } from "../project/state.ts";
import type { RenderedFile } from "../target.ts";

/** What is to stand at a path, where that is no matter of merging or refusing. */
export interface Settled {
  text: string;
  /** Only the layout changes: it is no drift from the manifest. */
  onlyLayout: boolean;
}

export interface SettledLayout {
  /** By path; what is not among them is for `judge` and the merge. */
  texts: ReadonlyMap<string, Settled>;
  /** Files on record that are rendered no more, and were only laid out anew. */
  untouched: ReadonlySet<string>;
}

/** The files of a run at whose place nothing stands, by path. */
export function comingFiles(
  rendered: readonly RenderedFile[],
  state: ProjectState,
): Map<string, string> {
  const located = locate(rendered, state);
  return new Map(
    rendered
      .filter((file) => {
        const found = located.get(file.path);
        if (found === undefined || found.entry !== undefined) return false;
        return judge(file, undefined, found.records) === "write";
      })
      .map(({ path, content }) => [path, content]),
  );
}

/**
 * Puts what is written for the developer into the layout of the project, and tells the files apart
 * that were laid out anew from those that were edited: an untouched one follows the project's
 * layout and the manifest, whatever it looks like. Files that the project has laid out itself are
 * left as they stand.
 *
 * @param overwrite files that are written whatever stands there
 */
export async function settleLayout(
  rendered: readonly RenderedFile[],
  state: ProjectState,
  layout: Layout,
  overwrite: ReadonlySet<string>,
): Promise<SettledLayout> {
  const located = locate(rendered, state);

  async function areAlike(path: string, one: string, other: string): Promise<boolean> {
    const plain = (content: string) => layout.plain({ path, content });
    return (await plain(one)) === (await plain(other));
  }

  async function settle(file: RenderedFile): Promise<Settled | null> {
    const { path, content, tier } = file;
    const found = located.get(path);
    const isHistory = path.startsWith(`${state.historyFolder}/`);
    if (found === undefined || found.entry?.kind === "obstacle" || isHistory) return null;
    const text = found.entry?.text;
    const verdict = judge(file, text, found.records);
    const isAlike = async (known: string): Promise<boolean> =>
      text !== undefined && areAlike(path, text, known);
    const laidOut = async (onlyLayout = false): Promise<Settled> => {
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
        return (await isAlike(content)) ? laidOut(found.path === path) : null;
      }
      case "merge": {
        for (const digest of found.records) {
          const base = state.recordText(found.recordedAt, digest);
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
  async function isUntouched(path: string): Promise<boolean> {
    const entry = state.files.get(path);
    if (entry?.kind !== "file") return false;
    for (const digest of state.records.get(path) ?? []) {
      const text = state.recordText(path, digest);
      if (text && (await areAlike(path, entry.text, text))) return true;
    }
    return false;
  }

  const texts = new Map<string, Settled>();
  const untouched = new Set<string>();
  const current = new Set(rendered.map(({ path }) => path));
  await Promise.all([
    ...rendered.map(async (file) => {
      const result = await settle(file);
      if (result !== null) texts.set(file.path, result);
    }),
    ...[...state.records.keys()].map(async (path) => {
      if (!current.has(path) && (await isUntouched(path))) untouched.add(path);
    }),
  ]);
  return { texts, untouched };
}
