import { projectSources } from "../files/project-sources.ts";
import { hasMarkers } from "./conflict-markers.ts";

/**
 * The files of a project with conflict markers in them, by path relative to it, sorted.
 *
 * @param ignored the target's `ignoredFiles`, where the target is known
 */
export function filesWithMarkers(dir: string, ignored: readonly string[] = []): string[] {
  return [...projectSources(dir, ignored)]
    .filter(([, bytes]) => hasMarkers(bytes))
    .map(([path]) => path);
}
