/** Milliseconds by phase, in the order in which the phases ran. */
export type Timings = Record<string, number>;

/** Measures phases that follow one another. */
export interface Timer {
  /** Ends a phase, which began when the last one ended. */
  lap(phase: string): void;
  timings: Timings;
}

export function startTimer(): Timer {
  const timings: Timings = {};
  let last = performance.now();
  return {
    timings,
    lap(phase) {
      const now = performance.now();
      timings[phase] = now - last;
      last = now;
    },
  };
}
