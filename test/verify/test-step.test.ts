import { expect, test } from "vitest";
import type { TestReport, VerifiedFiles } from "../../generators/verifier.ts";
import type { ProofFile } from "../../verify/proof.ts";
import { testStep } from "../../verify/test-step.ts";

const FILES: VerifiedFiles = {
  proof: "proof.json",
  suites: {
    permissions: "a.test",
    controls: "b.test",
    "named-rows": "n.test",
    lists: "l.test",
    "closed-world": "c.test",
  },
  testSettings: "tests.conf",
  samples: "samples",
};

const PROOF: ProofFile = {
  cells: 12,
  controls: 3,
  complete: ["closed-world", "permissions", "controls", "named-rows", "lists"],
  refused: [],
  notVerified: [],
};

function report(changes: Partial<TestReport> = {}): TestReport {
  return {
    ok: true,
    counts: { passed: 1, failed: 0, skipped: 0 },
    brokenFiles: [],
    failedTests: [],
    ...changes,
  };
}

const judged = (of: TestReport | null, proof: ProofFile | null = PROOF) =>
  testStep({ report: of, output: "what was printed" }, proof, FILES);

test("passes when every test passed", () => {
  expect(judged(report())).toEqual({ ok: true, note: "1 passed" });
});

test("names the tests that failed, with the place and the beginning of why", () => {
  const counts = { passed: 1, failed: 2, skipped: 0 };
  const failedTests = [
    { name: "denies", message: "a\nb\nc\nd" },
    { name: "hides", message: "a", place: "tests/a.test:3" },
  ];
  expect(judged(report({ counts, failedTests }))).toEqual({
    ok: false,
    note: "1 passed, 2 failed",
    output: "denies\n  a\n  b\n  c\ntests/a.test:3 hides\n  a",
  });
});

test("shows only the beginning of a long list of failures, and counts the others", () => {
  const failedTests = Array.from({ length: 23 }, (_, n) => ({ name: `test ${n}`, message: "" }));
  const counts = { passed: 1, failed: 23, skipped: 0 };
  const { output } = judged(report({ counts, failedTests }));
  expect(output).toContain("test 19");
  expect(output).not.toContain("test 20");
  expect(output).toContain("… and 3 more");
});

test("fails when a file could not be loaded, though no test failed", () => {
  const brokenFiles = [{ name: "b.test", message: "No module" }];
  const { ok, note, output } = judged(report({ brokenFiles }));
  expect([ok, note]).toEqual([false, "1 passed, 0 failed, 1 of the files broken"]);
  expect(output).toContain("b.test\n  No module");
});

test.each([
  ["no test ran", report({ counts: { passed: 0, failed: 0, skipped: 0 } })],
  ["every test was skipped", report({ counts: { passed: 0, failed: 0, skipped: 1 } })],
  ["the program that ran the tests says so", report({ ok: false })],
  ["there is no report", null],
])("fails when %s", (_, of) => {
  expect(judged(of)).toMatchObject({ ok: false, output: "what was printed" });
});

test("proves nothing when the tests do not say what they tried", () => {
  expect(judged(report(), null)).toMatchObject({
    ok: false,
    output: "proof.json is missing or damaged.",
  });
});

test("proves nothing when a suite did not try everything, and names it", () => {
  const { ok, output } = judged(report(), { ...PROOF, complete: ["permissions", "mine"] });
  expect(ok).toBe(false);
  expect(output).toBe("b.test, n.test, l.test, c.test did not try everything. Look at tests.conf.");
});
