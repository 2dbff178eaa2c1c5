import { join } from "node:path";
import type {
  RunProgram,
  StepResult,
  TestReport,
  TestRun,
  Verifier,
} from "../../../generators/verifier.ts";

const COUNT_FILES =
  'console.log(require("node:fs").readdirSync(".").filter((f) => f.endsWith(".txt")).length)';

export async function openVerifier(dir: string, runProgram: RunProgram): Promise<Verifier> {
  const run = (purpose: "check" | "test", args: readonly string[]) =>
    runProgram({ purpose, command: process.execPath, args, dir, root: dir, path: [] });
  return {
    install: async () => ({
      ok: true,
      note: "nothing to install",
      remarks: ["Nobody has read the texts aloud."],
    }),
    checks: [
      {
        name: "count",
        title: "Count the texts",
        async run(): Promise<StepResult> {
          const { ok, output } = await run("check", ["-e", COUNT_FILES]);
          return ok ? { ok, note: `${output} at the top` } : { ok, note: "failed", output };
        },
      },
    ],
    async test(): Promise<TestRun> {
      const { ok, output } = await run("test", [join(import.meta.dirname, "check.mjs")]);
      return { report: ok ? (JSON.parse(output) as TestReport) : null, output };
    },
    untestableConditions: (_path, text) =>
      text
        .split("\n")
        .flatMap((code, place) => (code.includes("unless") ? [{ line: place + 1, code }] : [])),
    files: {
      proof: "proof.json",
      suites: {
        permissions: "needs",
        controls: "links",
        "named-rows": "names",
        lists: "lists",
        "closed-world": "all of it",
      },
      testSettings: "nothing",
      samples: "samples.txt",
    },
  };
}
