import { projectSources } from "../files/project-sources.ts";

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
