import type {
  StepResult,
  TestFailure,
  TestReport,
  TestRun,
  VerifiedFiles,
} from "../generators/verifier.ts";
import { type ProofFile, untried } from "./proof.ts";

/** Failures that are shown; the count says how many there are. */
const SHOWN_FAILURES = 20;

/** Lines of each that are shown. */
const SHOWN_LINES = 3;

/**
 * Judges a run of a project's tests. It is a failure without a single passed test, or when the
 * generated suites did not all try everything: then nothing was proven.
 *
 * @param proof what the tests say that they tried
 */
export function testStep(
  { report, output }: TestRun,
  proof: ProofFile | null,
  files: VerifiedFiles,
): StepResult {
  if (report === null) return { ok: false, note: "the tests did not run", output };
  const { counts, brokenFiles } = report;
  if (!report.ok || counts.passed === 0 || counts.failed > 0 || brokenFiles.length > 0) {
    return failedStep(report, output);
  }
  if (proof === null) {
    const note = "the tests passed, but did not say what they tried";
    return { ok: false, note, output: `${files.proof} is missing or damaged.` };
  }
  const left = untried(proof, files);
  if (left.length > 0) {
    const note = "the tests passed, but not all were run";
    const reason = `${left.join(", ")} did not try everything. Look at ${files.testSettings}.`;
    return { ok: false, note, output: reason };
  }
  return { ok: true, note: `${counts.passed} passed` };
}

function failedStep({ counts, brokenFiles, failedTests }: TestReport, output: string): StepResult {
  const broken = brokenFiles.length > 0 ? `, ${brokenFiles.length} of the files broken` : "";
  const failures = [...brokenFiles, ...failedTests];
  const left = failures.length - SHOWN_FAILURES;
  return {
    ok: false,
    note: `${counts.passed} passed, ${counts.failed} failed${broken}`,
    output: [
      ...failures.slice(0, SHOWN_FAILURES).map(shown),
      ...(left > 0 ? [`… and ${left} more`] : []),
      ...(failedTests.length === 0 ? [output] : []),
    ].join("\n"),
  };
}

function shown({ name, message, place }: TestFailure): string {
  const lines = message.split("\n").slice(0, SHOWN_LINES);
  return [place === undefined ? name : `${place} ${name}`, ...lines].join("\n  ");
}
