/** What one step of a verification found. */
export interface StepResult {
  ok: boolean;
  /** A few words beside the step's name: a count, or what failed. */
  note?: string;
  /** What a person needs to see when the step failed. */
  output?: string;
}

/** How the projects of one target are proven, for the project in one folder. */
export interface Verifier {
  /**
   * Installs what the project needs, unless it is there already.
   *
   * @param options.scripts packages and the project may run code of theirs meanwhile
   * @throws {SpireError} E_ENVIRONMENT when the machine lacks what that takes
   */
  install(options: { scripts: boolean }): Promise<Installation>;
  /** What is looked at once everything is installed, in this order. */
  checks: readonly Check[];
  /** Runs every test of the project, generated or not. */
  test(): Promise<TestRun>;
  /**
   * Where a file that a person may have written asks for permissions in another way than the manifest
   * can, with "and" and "or": the visitors of the matrix do not tell such a condition from others.
   */
  untestableConditions(path: string, text: string): readonly UntestableCondition[];
  files: VerifiedFiles;
}

/** A place of a source that asks for a permission so that no test says whether it is right. */
export interface UntestableCondition {
  /** From 1. */
  line: number;
  /** As it stands there; it may be anything. */
  code: string;
}

export interface Installation extends StepResult {
  /** What is not as the project asks for it and breaks nothing, one sentence each. */
  remarks?: readonly string[];
}

export interface Check {
  /** One word, for reports. */
  name: string;
  /** What is being done, for people. */
  title: string;
  /** @throws {SpireError} E_ENVIRONMENT when a program for it is missing */
  run(): Promise<StepResult>;
}

/** The tests without which nothing is proven, whatever else a project tests. */
export type Suite = "permissions" | "controls" | "named-rows" | "lists" | "closed-world";

/** Files of a project that matter to its verification, relative to it. */
export interface VerifiedFiles {
  /** Where the tests leave what they tried, as JSON; removed before they run. */
  proof: string;
  suites: Readonly<Record<Suite, string>>;
  /** Says which tests run. */
  testSettings: string;
  /** Where a developer says what the hand-written bodies accept. */
  samples: string;
}

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface TestRun {
  /** null when the tests did not run, or nothing is known of how they went. */
  report: TestReport | null;
  /** What was printed meanwhile; shown when there is nothing better. */
  output: string;
}

export interface TestReport {
  /** The program that ran the tests is content. */
  ok: boolean;
  counts: TestCounts;
  /** Files that could not be loaded, or that failed before or after their tests. */
  brokenFiles: readonly TestFailure[];
  failedTests: readonly TestFailure[];
}

export interface TestFailure {
  /** The test, or the file, as people call it. */
  name: string;
  /** Of any length. */
  message: string;
  /** `path:line` in the project; absent when the message says it. */
  place?: string;
}

/** What a program is run for, which says what of the person's environment it gets to see. */
export type Purpose = "install" | "check" | "test";

export interface Program {
  purpose: Purpose;
  /** An absolute path, or a name that is sought in the PATH. */
  command: string;
  args: readonly string[];
  /** Where it runs; absolute. */
  dir: string;
  /**
   * The outermost folder that belongs to the project, absolute; no folder of it in the person's
   * PATH is searched.
   */
  root: string;
  /** Folders that are searched before those of the person's PATH. */
  path: readonly string[];
  /** Names of the person's variables that it gets besides the common ones, in capitals. */
  passed?: readonly string[];
  /** Variables of its own. */
  env?: Readonly<Record<string, string>>;
}

export interface ProcessResult {
  ok: boolean;
  /** Standard output and error as they came, the middle left out when there is much of it. */
  output: string;
}

/**
 * Runs a program, as a verification runs every one.
 *
 * @throws {SpireError} E_ENVIRONMENT when it does not exist
 */
export type RunProgram = (program: Program) => Promise<ProcessResult>;
