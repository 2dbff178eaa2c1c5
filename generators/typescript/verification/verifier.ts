import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessResult, RunProgram, StepResult, TestRun, Verifier } from "../../verifier.ts";
import { untestableConditions } from "../guards/untestable-conditions.ts";
import { install } from "./install.ts";
import { lint } from "./lint.ts";
import { readTestReport } from "./test-report.ts";
import { runTool, type Tools } from "./tools.ts";
import { installRoot } from "./workspace.ts";

const UNFORMATTED = "Format the project (npm run format); gen leaves its files as that makes them.";

/** Proves a project with its own package manager, tsc, Prettier, oxlint and vitest. */
export async function openVerifier(dir: string, runProgram: RunProgram): Promise<Verifier> {
  const tools: Tools = { dir, root: await installRoot(dir), runProgram };
  return {
    install: (options) => install(tools, options),
    checks: [
      {
        name: "compile",
        title: "Compile",
        run: () => checked(runTool(tools, "check", "typescript", "tsc", ["--noEmit"])),
      },
      {
        name: "format",
        title: "Check the format",
        run: () =>
          checked(runTool(tools, "check", "prettier", "prettier", ["--check", "."]), UNFORMATTED),
      },
      { name: "lint", title: "Lint", run: () => checked(lint(tools)) },
    ],
    test: () => runTests(tools),
    untestableConditions,
    files: {
      proof: ".spire-proof.json",
      suites: {
        permissions: "tests/permissions.test.ts",
        controls: "tests/controls.test.ts",
        "named-rows": "tests/named-rows.test.ts",
        lists: "tests/lists.test.ts",
        "closed-world": "tests/closed-world.test.ts",
      },
      testSettings: "vitest.config.ts",
      samples: "tests/samples.ts",
    },
  };
}

async function checked(run: Promise<ProcessResult>, hint = ""): Promise<StepResult> {
  const { ok, output } = await run;
  return ok ? { ok } : { ok, note: "failed", output: `${output}\n${hint}`.trimEnd() };
}

async function runTests(tools: Tools): Promise<TestRun> {
  const scratch = await mkdtemp(join(tmpdir(), "spire-verify-"));
  const reportFile = join(scratch, "report.json");
  try {
    const { output } = await runTool(tools, "test", "vitest", "vitest", [
      "run",
      "--reporter=json",
      "--reporter=dot",
      `--outputFile.json=${reportFile}`,
    ]);
    // vitest writes no report when it cannot even begin.
    const text = await readFile(reportFile, "utf8").catch(() => "");
    return { report: readTestReport(text), output };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
