import { readFileSync } from "node:fs";
import { afterAll } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** CPU seconds of a test file, on the task of the file. */
    cpuSeconds?: number;
  }
}

/** Clock ticks a second, as Linux shows them to every program. */
const TICKS = 100;

/**
 * CPU seconds of this process so far and, on Linux, of all processes that it started and that have
 * ended, with theirs.
 */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6 + childSeconds();
}

function childSeconds(): number {
  if (process.platform !== "linux") return 0;
  // The name in brackets may hold anything; 14 and 15 fields after it are the children's times.
  const [user, system] = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ")
    .slice(13, 15);
  return (Number(user) + Number(system)) / TICKS;
}

/** Notes on each test file what it cost, for `cpu-budget.ts`. A worker may run several files. */
const worker = process as NodeJS.Process & { cpuSecondsNoted?: number };
// oxlint-disable-next-line no-empty-pattern -- vitest reads the parameters: no fixture is used
afterAll(({}, file) => {
  const now = cpuSeconds();
  file.meta.cpuSeconds = now - (worker.cpuSecondsNoted ?? 0);
  worker.cpuSecondsNoted = now;
});
