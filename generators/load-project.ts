import { access } from "node:fs/promises";
import { join } from "node:path";
import { readJournal } from "./apply/journal.ts";
import { type Addition, addToManifest } from "../schema/edit/additions.ts";
import { SpireError } from "../schema/errors.ts";
import { loadManifest, loadManifestFrom, MANIFEST_FILE, type Loaded } from "../schema/load.ts";
import type { Manifest } from "../schema/manifest.types.ts";
import type { Project } from "../schema/project.ts";

/** What a run does to the manifest itself; nothing by default. */
export interface ManifestChange {
  /** The manifest's text, for a project that is made by this run. */
  manifest?: string;
  /**
   * Says what to add to the manifest, from the project as it stands. Not asked while the manifest
   * has errors.
   */
  edit?: (project: Project, manifest: Manifest) => Addition | Addition[];
}

/** A manifest as it is to be. */
export interface Edited extends Loaded {
  /** New texts of its files, by path; they are not on the disk yet. */
  edits: Readonly<Record<string, string>>;
  /** The texts that the edits were made from. */
  editedFrom: Readonly<Record<string, string>>;
}

/**
 * Reads and resolves the manifest of a project folder, with a change that is not on the disk yet.
 *
 * @throws {SpireError} E_NO_PROJECT when the folder has no manifest; E_ALREADY_EXISTS, E_CANNOT_EDIT
 */
export async function loadProject(
  dir: string,
  { manifest: made, edit }: ManifestChange = {},
): Promise<Edited> {
  if (made !== undefined) {
    const edits = { [MANIFEST_FILE]: made };
    return { ...loadManifestFrom(edits), edits, editedFrom: {} };
  }
  await expectManifest(dir);
  const loaded = await loadManifest(dir);
  const { project, manifest, sources } = loaded;
  if (!edit || project === null || manifest === null)
    return { ...loaded, edits: {}, editedFrom: {} };
  const edits: Record<string, string> = {};
  for (const addition of [edit(project, manifest)].flat()) {
    const { file, text } = addToManifest({ ...sources, ...edits }, addition);
    edits[file] = text;
  }
  return { ...loadManifestFrom({ ...sources, ...edits }), edits, editedFrom: sources };
}

/**
 * To be called before a project is locked, which makes a folder. Where an interrupted run has to be
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
