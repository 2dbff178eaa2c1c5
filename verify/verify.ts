import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Project } from "../schema/project.ts";
import { install } from "./install.ts";
import { installedPackages } from "./installed-packages.ts";
import { lint } from "./lint.ts";
import { brokenOverrides } from "./overrides.ts";
import { notVerified, proven, type ProofFile, readProof, untried } from "./proof.ts";
import type { ProcessResult } from "./run-process.ts";
import { readTestReport } from "./test-report.ts";
import { runTool, type Tools } from "./tools.ts";
import { installRoot } from "./workspace.ts";
import type { Step, StepName, StepResult, TestCounts, Verification } from "./verification.ts";

/** Shows that a step runs, and how it ended. The result is the step's own. */
export type ShowStep = (title: string, work: () => Promise<StepResult>) => Promise<StepResult>;

const UNFORMATTED = "Format the project (npm run format); gen leaves its files as that makes them.";

/** The checks, in their order. */
const CHECKS: readonly {
  name: StepName;
  title: string;
  check: (tools: Tools) => Promise<StepResult>;
}[] = [
  {
    name: "compile",
    title: "Compile",
    check: (tools) => checked(runTool(tools, "check", "typescript", "tsc", ["--noEmit"])),
  },
  {
    name: "format",
    title: "Check the format",
    check: (tools) =>
      checked(runTool(tools, "check", "prettier", "prettier", ["--check", "."]), UNFORMATTED),
  },
  { name: "lint", title: "Lint", check: (tools) => checked(lint(tools)) },
];

async function checked(run: Promise<ProcessResult>, hint = ""): Promise<StepResult> {
  const { ok, output } = await run;
  return ok ? { ok } : { ok, note: "failed", output: `${output}\n${hint}`.trimEnd() };
}

/** Where the generated tests leave their counts. */
const PROOF_FILE = ".spire-proof.json";

/**
 * Verifies a generated project: no drift, installed, compiled, well formatted, linted, and every
 * generated and hand-written test passed.
 *
 * What it runs is the project's: its packages, configs and tests.
 *
 * @param drift the files that differ from what the manifest says, by path
 * @param show draws the progress
 * @param options.installScripts packages may run scripts of their own while they are installed
 * @throws {EnvironmentError} when the package manager, its registry or a program is missing
 */
export async function verify(
  dir: string,
  project: Project,
  drift: readonly string[],
  show: ShowStep,
  { installScripts = false }: { installScripts?: boolean } = {},
): Promise<Verification> {
  const tools: Tools = { dir, root: await installRoot(dir) };
  let overrides: string[] = [];
  const steps: Step[] = [];
  let tests: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  let proof: ProofFile | null = null;

  const step = async (
    name: StepName,
    title: string,
    work: () => Promise<StepResult>,
  ): Promise<boolean> => {
    const start = performance.now();
    const result = await show(title, work);
    steps.push({ name, ...result, seconds: (performance.now() - start) / 1000 });
    return result.ok;
  };

  const isCurrent = await step("drift", "Compare with the manifest", async () =>
    driftResult(drift),
  );
  const isInstalled =
    isCurrent &&
    (await step("install", "Install", () => install(dir, tools.root, { scripts: installScripts })));
  if (isInstalled) {
    overrides = await brokenOverrides(dir, await installedPackages(dir, tools.root));
    for (const { name, title, check } of CHECKS) await step(name, title, () => check(tools));
    await step("test", "Test every guard", async () => {
      const run = await runTests(tools);
      tests = run.counts;
      proof = run.proof;
      return run.result;
    });
  }
  const ok = steps.length === CHECKS.length + 3 && steps.every((done) => done.ok);
  return {
    ok,
    steps,
    tests,
    proven: ok && proof ? proven(project, proof) : null,
    notVerified: [...notVerified(project, ok ? proof : null), ...overrides],
  };
}

function driftResult(drift: readonly string[]): StepResult {
  if (drift.length === 0) return { ok: true };
  const shown = drift.slice(0, 20).map((path) => `  ${path}`);
  const left = drift.length - shown.length;
  return {
    ok: false,
    note: `${drift.length} ${drift.length === 1 ? "file differs" : "files differ"} from the manifest`,
    output: [...shown, ...(left > 0 ? [`  … and ${left} more`] : []), "Run gen first."].join("\n"),
  };
}

async function runTests(
  tools: Tools,
): Promise<{ counts: TestCounts; result: StepResult; proof: ProofFile | null }> {
  const { dir } = tools;
  const scratch = await mkdtemp(join(tmpdir(), "spire-verify-"));
  const reportFile = join(scratch, "report.json");
  try {
    await rm(join(dir, PROOF_FILE), { force: true });
    const { output } = await runTool(tools, "test", "vitest", "vitest", [
      "run",
      "--reporter=json",
      "--reporter=dot",
      `--outputFile.json=${reportFile}`,
    ]);
    const { counts, result } = readTestReport(await readOrNull(reportFile), output);
    const proof = readProof((await readOrNull(join(dir, PROOF_FILE))) ?? "");
    if (result.ok && proof === null) {
      const note = "the tests passed, but did not say what they tried";
      const output = `${PROOF_FILE} is missing or damaged.`;
      return { counts, proof, result: { ok: false, note, output } };
    }
    const left = result.ok && proof !== null ? untried(proof) : [];
    if (left.length > 0) {
      const note = "the tests passed, but not all were run";
      const output = `${left.join(", ")} did not try everything. Look at vitest.config.ts.`;
      return { counts, proof, result: { ok: false, note, output } };
    }
    return { counts, result, proof };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
}
