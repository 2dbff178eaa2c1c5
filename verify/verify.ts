import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Target } from "../generators/target.ts";
import type { StepResult, TestCounts } from "../generators/verifier.ts";
import type { Project } from "../schema/project.ts";
import { notVerified, proven, type ProofFile, readProof } from "./proof.ts";
import { runProgram } from "./run-program.ts";
import { testStep } from "./test-step.ts";
import { untestable } from "./untestable.ts";
import type { Step, Verification } from "./verification.ts";

/** Shows that a step runs, and how it ended. The result is the step's own. */
export type ShowStep = (title: string, work: () => Promise<StepResult>) => Promise<StepResult>;

export interface VerifyOptions {
  /** Texts in which a person may have written, by path; read when the tests have passed. */
  editable: Iterable<[path: string, text: string]>;
  /** Draws the progress. */
  show: ShowStep;
  /** Packages may run scripts of their own while they are installed. */
  installScripts?: boolean;
}

/**
 * Verifies a generated project: no drift, installed, every check of the target passed, and every
 * generated and hand-written test.
 *
 * What it runs is the project's: its packages, configs and tests.
 *
 * @param dir the project folder
 * @param drift the files that differ from what the manifest says, by path
 * @throws {SpireError} E_ENVIRONMENT when the machine lacks what that takes: a package manager, its
 *   registry, a program
 */
export async function verify(
  dir: string,
  project: Project,
  target: Pick<Target, "openVerifier">,
  drift: readonly string[],
  { editable, show, installScripts = false }: VerifyOptions,
): Promise<Verification> {
  const verifier = await target.openVerifier(dir, runProgram);
  const { checks, files } = verifier;
  const steps: Step[] = [];
  let remarks: readonly string[] = [];
  let tests: TestCounts = { passed: 0, failed: 0, skipped: 0 };
  let proof: ProofFile | null = null;

  const step = async (
    name: string,
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
    (await step("install", "Install", async () => {
      const { remarks: found = [], ...result } = await verifier.install({
        scripts: installScripts,
      });
      remarks = found;
      return result;
    }));
  if (isInstalled) {
    for (const { name, title, run } of checks) await step(name, title, run);
    await step("test", "Test every guard", async () => {
      const proofFile = join(dir, files.proof);
      await rm(proofFile, { force: true });
      const run = await verifier.test();
      tests = run.report?.counts ?? tests;
      proof = readProof(await readFile(proofFile, "utf8").catch(() => ""));
      return testStep(run, proof, files);
    });
  }
  const ok = steps.length === checks.length + 3 && steps.every((done) => done.ok);
  return {
    ok,
    steps,
    tests,
    proven: ok && proof ? proven(project, proof) : null,
    notVerified: [
      ...(ok ? untestable(editable, verifier) : []),
      ...notVerified(project, ok ? proof : null, files),
      ...remarks,
    ],
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
