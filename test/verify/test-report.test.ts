import { expect, test } from "vitest";
import { readTestReport } from "../../verify/test-report.ts";

interface Assertion {
  fullName: string;
  status: string;
  failureMessages?: string[];
}

function report(assertions: Assertion[], files: object[] = []): string {
  const count = (status: string): number => assertions.filter((a) => a.status === status).length;
  return JSON.stringify({
    numPassedTests: count("passed"),
    numFailedTests: count("failed"),
    numPendingTests: count("pending"),
    success: count("failed") === 0 && files.length === 0,
    testResults: [
      { name: "a.test.ts", status: "passed", message: "", assertionResults: assertions },
      ...files,
    ],
  });
}

const passed = { fullName: "holds", status: "passed" };

test("passes when every test passed", () => {
  const { counts, result } = readTestReport(report([passed]), "");
  expect(counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
  expect(result).toEqual({ ok: true, note: "1 passed" });
});

test("names the tests that failed, with the beginning of why", () => {
  const failed = { fullName: "denies", status: "failed", failureMessages: ["a\nb\nc\nd"] };
  const { counts, result } = readTestReport(report([passed, failed]), "");
  expect(counts.failed).toBe(1);
  expect(result.ok).toBe(false);
  expect(result.output).toBe("denies\n  a\n  b\n  c");
});

test("fails when a file could not be loaded, though no test failed", () => {
  const broken = {
    name: "b.test.ts",
    status: "failed",
    message: "No module",
    assertionResults: [],
  };
  const { result } = readTestReport(report([passed], [broken]), "");
  expect(result.ok).toBe(false);
  expect(result.output).toContain("b.test.ts\n  No module");
});

test.each([
  ["no test ran", report([])],
  ["every test was skipped", report([{ fullName: "x", status: "pending" }])],
  ["there is no report", null],
  ["the report is cut off", '{"numPassedTests": 3'],
])("fails when %s", (_, text) => {
  const { result } = readTestReport(text, "what vitest said");
  expect(result.ok).toBe(false);
  expect(result.output).toContain("what vitest said");
});
