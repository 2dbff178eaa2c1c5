import type { StepResult, TestCounts } from "./verification.ts";

/** The part of vitest's JSON report that is read here. */
interface Report {
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

/** Failed tests that are shown; the count says how many there are. */
const SHOWN_FAILURES = 20;

/**
 * Reads vitest's JSON report. A run without a single passed test is a failure: nothing was proven.
 *
 * @param text the report; null when vitest wrote none
 * @param output what vitest printed, shown when there is nothing better
 */
export function readTestReport(
  text: string | null,
  output: string,
): { counts: TestCounts; result: StepResult } {
  const report = text === null ? null : parseReport(text);
  if (report === null) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    return { counts, result: { ok: false, note: "the tests did not run", output } };
  }
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests,
  };
  const broken = report.testResults.filter(
    // It could not be loaded, or failed before or after its tests.
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const ok = report.success && counts.passed > 0 && counts.failed === 0 && broken.length === 0;
  const brokenNote = broken.length > 0 ? `, ${broken.length} of the files broken` : "";
  const note = `${counts.passed} passed, ${counts.failed} failed${brokenNote}`;
  if (ok) return { counts, result: { ok, note: `${counts.passed} passed` } };
  const failures = [
    ...broken.map((file) => `${file.name}\n  ${firstLines(file.message)}`),
    ...report.testResults
      .flatMap((file) => file.assertionResults)
      .filter((test) => test.status === "failed")
      .map((test) => `${test.fullName}\n  ${firstLines(test.failureMessages?.[0] ?? "")}`),
  ];
  const left = failures.length - SHOWN_FAILURES;
  return {
    counts,
    result: {
      ok,
      note,
      output: [
        ...failures.slice(0, SHOWN_FAILURES),
        ...(left > 0 ? [`… and ${left} more`] : []),
        ...(failures.length === broken.length ? [output] : []),
      ].join("\n"),
    },
  };
}

function parseReport(text: string): Report | null {
  try {
    return JSON.parse(text) as Report;
  } catch {
    return null;
  }
}

function firstLines(message: string): string {
  return message.split("\n").slice(0, 3).join("\n  ");
}
