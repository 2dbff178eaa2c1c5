import type { Project } from "../schema/project.ts";
import type { Matrix } from "./matrix/matrix.ts";

/**
 * Who owns a file after it was first written:
 * `generated` is overwritten on every run, `shared` belongs to generator and developer together,
 * `yours` is made once and never touched again.
 */
export type Tier = "generated" | "shared" | "yours";

/** A file as a value; nothing is on disk yet. */
export interface RenderedFile {
  /** Relative to the project folder, with forward slashes. */
  path: string;
  content: string;
  tier: Tier;
  /**
   * Where this file was before the manifest's `renamed_from` moved it; absent when it did not move.
   * A manifest may say so for ever: the old path need not exist any more.
   */
  renamedFrom?: string;
}

export interface RenderInput {
  project: Project;
  matrix: Matrix;
  /** Text files that already stand in the target's `historyFolder`, by project-relative path. */
  history: ReadonlyMap<string, string>;
}

/** One output language. Both targets live behind this interface. */
export interface Target {
  name: Project["target"];
  /** The folder whose files are appended to, never rewritten: the migrations. */
  historyFolder: string;
  /** Renders the whole project. Touches no disk beyond reading its own templates. */
  render(input: RenderInput): Promise<RenderedFile[]>;
}
