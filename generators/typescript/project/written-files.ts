import { wasModule } from "./moved-modules.ts";

/**
 * The files that come and go with the manifest: where they stand, and a line that each of them has
 * in every layout. What stands in every project, whatever its manifest, never goes.
 */
const COMING_AND_GOING: readonly { path: RegExp; mark: RegExp }[] = [
  { path: inApp("permissions\\.ts"), mark: /^export const \w+Permission = \{/m },
  { path: inApp("urls\\.ts"), mark: /^export const \w+Urls = \{/m },
  { path: inApp("models\\.ts"), mark: /\bpgTable\(/ },
  { path: inApp("choices\\.ts"), mark: /\bChoiceLabels</ },
  { path: inApp("forms\\.ts"), mark: /\bdefineForm\(/ },
  { path: inApp("views/[\\w-]+\\.ts"), mark: /^export class \w+ extends (?:Live)?View\b/m },
  { path: inApp("templates/(?:fields/)?[\\w-]+\\.tsx"), mark: /^export function \w+\(/m },
  { path: /^tests\/matrix\/\w+\.json$/, mark: /^\{\s+"label": "/ },
];

function inApp(file: string): RegExp {
  return new RegExp(`^src/apps/(?:[a-z0-9_]+/)+${file}$`);
}

/** See `Target.writes`. */
export function writesFile(path: string, text: string): boolean {
  const comesAndGoes = COMING_AND_GOING.some(
    (file) => file.path.test(path) && file.mark.test(text),
  );
  return comesAndGoes || wasModule(path, text);
}
