/**
 * `npm run bench`: what a generation costs against copying its output, where the time goes, and
 * what starting costs against starting Node. Prints tables for the README. Compare numbers of one
 * run only: machines and their moods differ.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../schema/package-root.ts";
import { manifestOf } from "./manifest.ts";

const command = join(packageRoot, "dist", "spire.js");
const ROUNDS = 3;
const sizes = process.argv.slice(2).map(Number);

interface Measured {
  apps: number;
  files: number;
  generate: number;
  copy: number;
  again: number;
  edit: number;
  timings: Record<string, number>;
}

/** Wall-clock time of a process in milliseconds, and what it printed. */
function run(program: string, args: string[]): { ms: number; stdout: string } {
  const start = performance.now();
  const stdout = execFileSync(program, args, {
    encoding: "utf8",
    env: { ...process.env, SPIRE_TIMINGS: "1" },
    maxBuffer: 1e9,
  });
  return { ms: performance.now() - start, stdout };
}

function measure(scratch: string, apps: number): Measured {
  const best: Measured = {
    apps,
    files: 0,
    generate: Infinity,
    copy: Infinity,
    again: Infinity,
    edit: Infinity,
    timings: {},
  };
  for (let round = 0; round < ROUNDS; round++) {
    const dir = join(scratch, `${apps}-${round}`);
    mkdirSync(dir);
    const manifest = join(dir, "spire.yaml");
    writeFileSync(manifest, manifestOf(apps));
    const cold = run(process.execPath, [command, "gen", "-C", dir, "--json"]);
    if (cold.ms < best.generate) {
      best.generate = cold.ms;
      best.timings = (JSON.parse(cold.stdout) as { timings: Record<string, number> }).timings;
    }
    best.files = countFiles(dir);
    best.copy = Math.min(best.copy, run("cp", ["-r", dir, `${dir}-copy`]).ms);
    best.again = Math.min(best.again, run(process.execPath, [command, "gen", "-C", dir]).ms);
    const edited = readFileSync(manifest, "utf8").replace("max_length: 120", "max_length: 121");
    writeFileSync(manifest, edited);
    best.edit = Math.min(best.edit, run(process.execPath, [command, "gen", "-C", dir]).ms);
    rmSync(dir, { recursive: true });
    rmSync(`${dir}-copy`, { recursive: true });
  }
  return best;
}

function countFiles(dir: string): number {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}

function smallest(times: number, work: () => number): number {
  return Math.min(...Array.from({ length: times }, work));
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const times = (value: number, unit: number): string => `${(value / unit).toFixed(1)} ×`;

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function main(): void {
  const scratch = mkdtempSync(join(tmpdir(), "spire-bench-"));
  try {
    const bare = smallest(10, () => run(process.execPath, ["-e", "0"]).ms);
    const start = smallest(10, () => run(process.execPath, [command, "--version"]).ms);
    const results = (sizes.length > 0 ? sizes : [10, 100, 1000]).map((n) => measure(scratch, n));
    console.log(
      `Node ${process.versions.node}, ${cpus().length} cores, best of ${ROUNDS} (start-up: of 10).\n`,
    );
    console.log(
      table(
        ["apps", "files", "generate", "`cp -r`", "ratio", "nothing to do", "one line edited"],
        results.map((r) => [
          String(r.apps),
          String(r.files),
          ms(r.generate),
          ms(r.copy),
          times(r.generate, r.copy),
          ms(r.again),
          ms(r.edit),
        ]),
      ),
    );
    const phases = Object.keys(results[0]?.timings ?? {});
    console.log(
      `\n${table(
        ["apps", ...phases],
        results.map((r) => phaseRow(r, phases)),
      )}`,
    );
    console.log(
      `\n${table(
        ["`node -e 0`", "`spire --version`", "ratio"],
        [[ms(bare), ms(start), times(start, bare)]],
      )}`,
    );
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function phaseRow(result: Measured, phases: string[]): string[] {
  return [String(result.apps), ...phases.map((phase) => ms(result.timings[phase] ?? 0))];
}

main();
