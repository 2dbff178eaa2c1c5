import type { Project } from "../schema/project.ts";
import type { Layout } from "./layout/layout.ts";
import type { Matrix } from "./matrix/matrix.ts";
import type { SourceTools } from "./merge/guards.ts";
import type { ProjectIndex } from "./render/project-index.ts";
import type { Screens } from "./screens/screen.ts";
import type { Tier } from "./tiers.ts";
import type { RunProgram, Verifier } from "./verifier.ts";

export type { Tier };

/** A file as a value; nothing is on disk yet. */
export interface RenderedFile {
  /** Relative to the project folder, with forward slashes. */
  path: string;
  content: string;
  tier: Tier;
  /** Nothing needs it: whoever deletes it once has declined it for good. */
  canBeDeclined?: true;
  /**
   * Where this file was before the manifest's `renamed_from` or another version of spire moved it, the
   * likeliest place first; absent when it did not move. A manifest may say so for ever: nothing need
   * be there any more.
   */
  renamedFrom?: readonly string[];
  /**
   * Former names that may stand in the developer's lines of this file, whole words, with the
   * present ones. Absent when the manifest renames nothing.
   */
  renamedWords?: ReadonlyMap<string, string>;
}

export interface RenderInput {
  project: ProjectIndex;
  /** What its pages show. */
  screens: Screens;
  matrix: Matrix;
  /** Text files that already stand in the target's `historyFolders`, by project-relative path. */
  history: ReadonlyMap<string, string>;
  /** A new migration may drop or narrow what holds data; otherwise that is E_DATA_LOSS. */
  allowDataLoss?: boolean;
}

/** A move of files that a rename brings about, as it concerns one text. */
export interface Relocation {
  /** Where the file with the text was and where it will be; the same when it stays. */
  from: string;
  to: string;
  /** Every file that moves, new path by old. */
  moved: ReadonlyMap<string, string>;
  /** What spire writes into the file now: references are said as in it. Default: as they were. */
  saidNow?: string;
}

/** One output language. Both targets live behind this interface. */
export interface Target {
  /** Commands that start a new project, one after the other, in its folder. */
  firstSteps: readonly string[];
  /** What its tools make in a project, and is nobody's source: patterns, such as `dist/**`. */
  ignoredFiles: readonly string[];
  /**
   * The folders of a project in which files of the tier `history` stand, such as migrations: where
   * they belong, and where they were before a rename. They are read before anything is rendered.
   */
  historyFolders(project: Project): readonly string[];
  /**
   * The references that are to protect the row they name, and by the history's last schema go along
   * with it, as `label.Model.field`.
   */
  cascadedBefore(project: ProjectIndex, history: ReadonlyMap<string, string>): ReadonlySet<string>;
  /**
   * The choices of fields when files were written last, as `label.Model.field`.
   *
   * @param former texts on record of a file that is written anew
   */
  choicesBefore(
    project: ProjectIndex,
    former: (path: string) => readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Renders the whole project. Touches no disk beyond reading its own templates. */
  render(input: RenderInput): Promise<RenderedFile[]>;
  /**
   * Whether the target writes such a file, at such a path, for some manifest. A record in the base
   * store says so too, but anybody can put one there; this is asked before a file goes because the
   * manifest does not ask for it any more.
   */
  writes(path: string, text: string): boolean;
  /** Loads what reads sources, for runs that merge: a parser takes its time. */
  loadSourceTools(): Promise<SourceTools>;
  /** Whether a file is a JSON object whose keys change by themselves, such as a list of packages. */
  isMergedByKey(path: string): boolean;
  /** The text with its references to other files leading to the same ones after a move. */
  relocate(text: string, relocation: Relocation): string;
  /** What names consist of in this language, as in a RegExp's brackets: whole words end there. */
  nameCharacters: string;
  /**
   * Finds out how a project wants its files laid out. What a repository brings is read, never run.
   *
   * @param coming texts of the files that the run will make, by path
   */
  readLayout(dir: string, coming: ReadonlyMap<string, string>): Layout;
  /**
   * How the project in `dir` is proven.
   *
   * @param runProgram runs whatever that takes
   */
  openVerifier(dir: string, runProgram: RunProgram): Promise<Verifier>;
}
