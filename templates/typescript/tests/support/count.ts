import { afterAll, inject } from "vitest";
import { leaveProof } from "./proof.ts";

/** Counts what a test file proves. Only what held is counted: call it last in a test. */
export function startCounting() {
  const endpoints = new Set<string>();
  const visitors = new Set<string>();
  let cells = 0;
  const controls = new Set<string>();
  const refused = new Set<string>();
  const done = new Set<string>();
  const notVerified: string[] = [];
  afterAll(() => {
    leaveProof(inject("proofFolder"), {
      endpoints: [...endpoints],
      visitors: [...visitors],
      cells,
      controls: controls.size,
      refused: [...refused].filter((endpoint) => !done.has(endpoint)),
      notVerified,
    });
  });
  return {
    cell(endpoint: string, visitor: string) {
      endpoints.add(endpoint);
      visitors.add(visitor);
      cells += 1;
    },
    control(control: string, visitor: string) {
      controls.add(control);
      visitors.add(visitor);
      cells += 1;
    },
    /** The guard held, but what the body does was not seen, because it refused. */
    refusal(endpoint: string) {
      refused.add(endpoint);
    },
    /** The body did what it does, for one visitor at least. */
    effect(endpoint: string) {
      done.add(endpoint);
    },
    /** What no test can judge, in a sentence. */
    notVerified(sentence: string) {
      notVerified.push(sentence);
    },
  };
}
