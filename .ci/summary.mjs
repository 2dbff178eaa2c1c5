/**
 * Prints the last line of `.ci/run` and exits 0 only when everything passed.
 *
 * Arguments: vitest's JSON report, vitest's exit code, the number of failed checks before it.
 */
import { readFileSync } from "node:fs";

const [report, testExit, failedChecks] = process.argv.slice(2);
let passed = 0;
let failed = Number(failedChecks);
try {
  const result = JSON.parse(readFileSync(report, "utf8"));
  passed = result.numPassedTests;
  // A file that could not even be loaded has no tests that could fail.
  failed += result.numFailedTests + result.testResults.filter(isBroken).length;
} catch {
  failed += 1;
}
// Whatever else made vitest fail must not end in "0 failed".
if (testExit !== "0" && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function isBroken(file) {
  return (
    file.status === "failed" && file.assertionResults.every(({ status }) => status !== "failed")
  );
}
