import { relative, sep } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { packageRoot } from "../../schema/package-root.ts";
import { leftOut } from "./machine.ts";

/**
 * Prints at the end of a run what each folder of tests cost, in CPU seconds, because the time on
 * the clock says more about the machine; and what was left out for want of a program.
 */
export default class CpuBudget implements Reporter {
  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const costs = new Map<string, number>();
    for (const module of modules) {
      const folder = folderOf(relative(packageRoot, module.moduleId));
      costs.set(folder, (costs.get(folder) ?? 0) + (module.meta().cpuSeconds ?? 0));
    }
    const { user, system } = process.cpuUsage();
    costs.set("vitest itself", (user + system) / 1e6);
    const rows = [...costs].sort(([, a], [, b]) => b - a);
    const total = rows.reduce((sum, [, seconds]) => sum + seconds, 0);
    console.log("CPU seconds:");
    for (const [name, seconds] of [...rows, ["together", total] as const]) {
      console.log(`  ${Math.round(seconds).toString().padStart(5)}  ${name}`);
    }
    for (const { folders, reason } of await leftOut()) {
      console.log(`Left out: ${folders.join(", ")}: ${reason}`);
    }
  }
}

/** `test/e2e/browser`, `test/generators/matrix` … */
function folderOf(file: string): string {
  return file.split(sep).slice(0, -1).join("/");
}
