import { afterAll, onTestFinished, TestRunner } from "vitest";

type Work = () => unknown;

// Vitest takes no `afterAll` from inside a `beforeAll`, and does not say so.
const left: Work[] = [];
afterAll(async () => {
  for (const work of left.reverse()) await work();
});

/**
 * Cleans up at the end of the test that calls it; of the suite, when a `describe` body does; of the
 * file, when a `beforeAll` or the file itself does. What was made last goes first.
 */
export function cleanUp(work: Work): void {
  if (TestRunner.getCurrentTest()) return void onTestFinished(async () => void (await work()));
  let isDone = false;
  const once = async () => {
    if (!isDone) await work();
    isDone = true;
  };
  left.push(once);
  afterAll(once);
}
