import { afterAll, inject } from "vitest";
import { leaveProof } from "./proof.ts";

/**
 * Counts what a test file proves. Only what held is counted: call it last in a test.
 *
 * @param planned how many of its tests count something, when none is left out
 */
export function startCounting(file: string, planned: number) {
  let counted = 0;
  const endpoints = new Set<string>();
  const visitors = new Set<string>();
  let cells = 0;
  const controls = new Set<string>();
  const refused = new Set<string>();
  const done = new Set<string>();
  const notVerified: string[] = [];
  const leave = () =>
    leaveProof(inject("proofFolder"), {
      endpoints: [...endpoints],
      visitors: [...visitors],
      cells,
      controls: controls.size,
      complete: counted >= planned ? [file] : [],
      refused: [...refused].filter((endpoint) => !done.has(endpoint)),
      notVerified,
    });
  // Of a file that has nothing to try, vitest runs no hook.
  if (planned === 0) leave();
  else afterAll(leave);
  return {
    cell(endpoint: string, visitor: string) {
      endpoints.add(endpoint);
      visitors.add(visitor);
      cells += 1;
      counted += 1;
    },
    control(control: string, visitor: string) {
      controls.add(control);
      visitors.add(visitor);
      cells += 1;
      counted += 1;
    },
    /** The guard held, but what the body does was not seen, because it refused. */
    refusal(endpoint: string) {
      refused.add(endpoint);
      counted += 1;
    },
    /** The body did what it does, for one visitor at least. */
    effect(endpoint: string) {
      done.add(endpoint);
    },
    /** A visit that no row can be made for; it is named, not counted as proven. */
    untriable(endpoint: string, visitor: string, reason: string) {
      counted += 1;
      notVerified.push(`${endpoint}, ${visitor}: not tried. ${reason}`);
    },
    /** Something else held. */
    held() {
      counted += 1;
    },
    /** What no test can judge, in a sentence. */
    notVerified(sentence: string) {
      notVerified.push(sentence);
    },
  };
}

/** Of a condition whose visitors do not tell it from every other one. */
export function tooManySets(what: string): string {
  return `${what}: its condition has more sets of permissions than are tried; another one that agrees on those would pass.`;
}
