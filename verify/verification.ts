/** What one step of a verification found. */
export interface StepResult {
  ok: boolean;
  /** A few words beside the step's name: a count, or what failed. */
  note?: string;
  /** What a person needs to see when the step failed. */
  output?: string;
}

export interface Step extends StepResult {
  name: StepName;
  /** Wall-clock time in seconds. */
  seconds: number;
}

export type StepName = "drift" | "install" | "compile" | "format" | "lint" | "test";

export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** What the passed tests tried, all of it; only filled in when they passed. */
export interface Proven {
  apps: number;
  views: number;
  handlers: number;
  permissions: number;
  /** Endpoint × visitor. */
  cells: number;
  controls: number;
}

export interface Verification {
  ok: boolean;
  steps: Step[];
  tests: TestCounts;
  /** null when a step failed: then nothing is proven. */
  proven: Proven | null;
  /** What no step looked at, one sentence each. */
  notVerified: string[];
}
