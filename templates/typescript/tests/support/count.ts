import { afterAll, inject } from "vitest";
import { leaveProof } from "./proof.ts";

/** Counts what a test file proves. Only what held is counted: call it last in a test. */
export function startCounting() {
  const endpoints = new Set<string>();
  const visitors = new Set<string>();
  let cells = 0;
  const controls = new Set<string>();
  afterAll(() => {
    leaveProof(inject("proofFolder"), {
      endpoints: [...endpoints],
      visitors: [...visitors],
      cells,
      controls: controls.size,
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
  };
}
