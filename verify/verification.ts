import type { StepResult, TestCounts } from "../generators/verifier.ts";

export interface Step extends StepResult {
  /** `drift`, `install`, `test`, or that of one of the target's checks. */
  name: string;
  /** Wall-clock time in seconds. */
  seconds: number;
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
