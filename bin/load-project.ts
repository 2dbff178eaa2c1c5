import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Diagnostic } from "../schema/diagnostic.ts";
import { loadManifest, loadManifestFrom } from "../schema/load.ts";
import type { Manifest } from "../schema/manifest.types.ts";
import type { Project } from "../schema/project.ts";
import { CommandError } from "./errors.ts";

/** The manifest's file name, in the project's folder. */
export const MANIFEST = "spire.yaml";

export interface LoadedProject {
  dir: string;
  /** null as soon as there is one error. */
  project: Project | null;
  manifest: Manifest | null;
  diagnostics: Diagnostic[];
  /** The texts of the manifest and its includes by path, the manifest first. */
  sources: Record<string, string>;
}

/**
 * Reads and resolves the manifest of a project folder.
 *
 * @param edits texts that take the place of files on disk, by path; they need not exist yet
 * @throws {CommandError} E_NO_PROJECT when the folder has no manifest
 */
export async function loadProject(
  dir: string,
  edits: Readonly<Record<string, string>> = {},
): Promise<LoadedProject> {
  const sources: Record<string, string> = {};
  if (!(MANIFEST in edits)) {
    await expectManifest(dir);
    const onDisk = await loadManifest(dir);
    if (onDisk.files.length > 0) {
      await Promise.all(
        [MANIFEST, ...onDisk.files].map(async (file) => {
          sources[file] = await readFile(join(dir, file), "utf8");
        }),
      );
    }
    if (Object.keys(edits).length === 0) return { dir, sources, ...onDisk };
  }
  Object.assign(sources, edits);
  return { dir, sources, ...loadManifestFrom(sources) };
}

async function expectManifest(dir: string): Promise<void> {
  try {
    await access(join(dir, MANIFEST));
  } catch {
    throw new CommandError(
      "E_NO_PROJECT",
      `There is no ${MANIFEST} in "${dir}".`,
      "Name the project's folder with -C, or make a project with: spire new project DIR",
    );
  }
}
