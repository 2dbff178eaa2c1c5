import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { generate } from "../../generators/generate.ts";
import { packageRoot } from "../../schema/package-root.ts";

export interface BenchProjects {
  /** The generated project, with the bench's server in `dist/src/bench/server.js`. */
  readonly guarded: string;
  /** The same with its guards taken out. */
  readonly unguarded: string;
}

/** Generates the bench's project below a folder, takes the guards out of a copy, compiles both. */
export async function buildProjects(scratch: string): Promise<BenchProjects> {
  const guarded = await generated(join(scratch, "guarded"));
  const unguarded = join(scratch, "unguarded");
  cpSync(guarded, unguarded, { recursive: true, verbatimSymlinks: true });
  takeGuardsOut(unguarded);
  const server = join(packageRoot, "bench/runtime/server");
  cpSync(server, join(guarded, "src/bench"), { recursive: true });
  const tsc = join(packageRoot, "node_modules", ".bin", "tsc");
  const compile = (dir: string) => execa(tsc, ["-p", "tsconfig.build.json"], { cwd: dir });
  await Promise.all([compile(guarded), compile(unguarded)]);
  return { guarded, unguarded };
}

async function generated(dir: string): Promise<string> {
  mkdirSync(dir);
  cpSync(join(packageRoot, "bench/runtime/spire.yaml"), join(dir, "spire.yaml"));
  const { diagnostics } = await generate(dir);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
  symlinkSync(join(packageRoot, "node_modules"), join(dir, "node_modules"));
  return dir;
}

/**
 * Opens every door, and lets everybody be a worker without asking the database: what is left are
 * the same handlers with the same pages, and everything around them but the guard.
 */
function takeGuardsOut(dir: string): void {
  for (const view of ["list", "board"]) {
    edit(join(dir, "src/apps/tasks/views", `${view}.ts`), [
      [/^@loginRequired\n/m, ""],
      [/\bloginRequired\b/, "publicAccess"],
      [/@permissionRequired\([\w.]+\)/g, "@publicAccess()"],
    ]);
  }
  edit(join(dir, "src/accounts/load-visitor.ts"), [
    [/^export async function loadVisitor\(/m, "export async function askDatabase("],
    [
      /$/,
      `
const worker = { id: 1, username: "worker0", isSuperuser: false };
const powers = ["tasks.view_note", "tasks.view_board", "tasks.view_task", "tasks.can_open_board"];

export async function loadVisitor(..._asked: Parameters<typeof askDatabase>): Promise<Visitor> {
  return new Visitor(worker, powers);
}
`,
    ],
  ]);
}

/** @throws Error when a pattern is not found, because the project is not what the bench expects */
function edit(file: string, changes: readonly (readonly [RegExp, string])[]): void {
  const text = changes.reduce(
    (before, [pattern, replacement]) => {
      if (!pattern.test(before)) throw new Error(`The bench does not find ${pattern} in ${file}.`);
      return before.replace(pattern, replacement);
    },
    readFileSync(file, "utf8"),
  );
  writeFileSync(file, text);
}
