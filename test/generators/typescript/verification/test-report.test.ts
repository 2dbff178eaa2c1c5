import { expect, test } from "vitest";
import { readTestReport } from "../../../../generators/typescript/verification/test-report.ts";

const ASSERTIONS = [
  { fullName: "holds", status: "passed" },
  { fullName: "denies", status: "failed", failureMessages: ["Error: no\n    at a.test.ts:3:1"] },
  { fullName: "waits", status: "pending" },
];

test("vitest's report tells what passed, what failed and what could not be loaded", () => {
  const text = JSON.stringify({
    numPassedTests: 1,
    numFailedTests: 1,
    numPendingTests: 1,
    success: false,
    testResults: [
      { name: "a.test.ts", status: "failed", message: "", assertionResults: ASSERTIONS },
      { name: "b.test.ts", status: "failed", message: "No module", assertionResults: [] },
    ],
  });
  expect(readTestReport(text)).toEqual({
    ok: false,
    counts: { passed: 1, failed: 1, skipped: 1 },
    brokenFiles: [{ name: "b.test.ts", message: "No module" }],
    failedTests: [{ name: "denies", message: "Error: no\n    at a.test.ts:3:1" }],
  });
});

test.each([
  ["missing", ""],
  ["cut off", '{"numPassedTests": 3'],
])("a report that is %s is none", (_, text) => {
  expect(readTestReport(text)).toBeNull();
});
