import { projectSources } from "../files/project-sources.ts";
import { digestOf } from "./base-store.ts";
import type { ProjectState } from "./state.ts";

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The texts of the developer's own files: those that are neither rendered nor on record. What is no
 * UTF-8 is no text.
 *
 * @param known paths of all other files
 */
export function* ownTexts(
  dir: string,
  known: ReadonlySet<string>,
  ignored: readonly string[],
): Generator<[path: string, text: string]> {
  for (const [path, bytes] of projectSources(dir, ignored)) {
    if (known.has(path)) continue;
    try {
      yield [path, UTF_8.decode(bytes)];
    } catch {
      // an image, an archive
    }
  }
}

/**
 * The texts of files in which a person may have written: all but those that stand as spire writes them
 * anew at every run.
 */
export function editableTexts(
  dir: string,
  { files, records, recordText }: Pick<ProjectState, "files" | "records" | "recordText">,
  ignored: readonly string[],
): Generator<[path: string, text: string]> {
  // Of what is merged the text is on record; of what is written anew only its digest.
  const asWritten = [...files].filter(([path, entry]) => {
    if (entry.kind !== "file") return false;
    const digest = digestOf(entry.text);
    return records.get(path)?.includes(digest) && recordText(path, digest) === null;
  });
  return ownTexts(dir, new Set(asWritten.map(([path]) => path)), ignored);
}
