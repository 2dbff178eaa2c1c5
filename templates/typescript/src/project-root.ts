import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The project's folder, from the sources and from `dist/` alike: the one with the migrations. */
export function projectRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "migrations/meta/_journal.json"))) return folder;
    if (folder === dirname(folder)) return process.cwd();
  }
}
