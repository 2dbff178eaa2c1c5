import type { TestReport } from "../../verifier.ts";

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  success: boolean;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/** Reads vitest's JSON report; null when it is none, or was cut off. */
export function readTestReport(text: string): TestReport | null {
  const report = parseReport(text);
  if (report === null) return null;
  const { numPassedTests, numFailedTests, numPendingTests, success, testResults } = report;
  const broken = testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.status === "failed");
  return {
    ok: success,
    counts: { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests },
    brokenFiles: broken.map(({ name, message }) => ({ name, message })),
    // The message is a stack, and says the place.
    failedTests: failed.map(({ fullName, failureMessages = [] }) => ({
      name: fullName,
      message: failureMessages[0] ?? "",
    })),
  };
}

function parseReport(text: string): VitestReport | null {
  try {
    return JSON.parse(text) as VitestReport;
  } catch {
    return null;
  }
}
