import { access } from "node:fs/promises";
import { join } from "node:path";
import { readJournal } from "../apply/journal.ts";
import { loadManifest, loadManifestFrom, MANIFEST_FILE, type Loaded } from "../../schema/load.ts";
import { SpireError } from "../../schema/errors.ts";
import { expectSettled } from "../apply/hold-project.ts";

/**
 * Reads and resolves the manifest of a project folder.
 *
 * @param edits texts that take the place of files on disk, by path; they need not exist yet
 * @throws {SpireError} E_NO_PROJECT when the folder has no manifest; E_INTERRUPTED, E_LOCKED,
 *   E_FOREIGN_JOURNAL when another run has not ended, or not in good order
 */
export async function loadProject(
  dir: string,
  edits: Readonly<Record<string, string>> = {},
): Promise<Loaded> {
  if (MANIFEST_FILE in edits) return loadManifestFrom(edits);
  await expectSettled(dir);
  await expectManifest(dir);
  const onDisk = await loadManifest(dir);
  if (Object.keys(edits).length === 0) return onDisk;
  return loadManifestFrom({ ...onDisk.sources, ...edits });
}

/**
 * To be called before a project is held, which makes a folder. Where an interrupted run has to be
 * completed first, the manifest may be missing still.
 *
 * @throws {SpireError} E_NO_PROJECT when the folder has no manifest
 */
export async function expectProject(dir: string): Promise<void> {
  if (readJournal(dir).kind === "nothing") await expectManifest(dir);
}

async function expectManifest(dir: string): Promise<void> {
  try {
    await access(join(dir, MANIFEST_FILE));
  } catch {
    throw new SpireError(
      "E_NO_PROJECT",
      `There is no ${MANIFEST_FILE} in "${dir}".`,
      "Name the project's folder with -C, or make a project with: spire new project DIR",
    );
  }
}
