import { spawnSync } from "node:child_process";
import { delimiter, resolve } from "node:path";
import { createTwoFilesPatch } from "diff";
import { foreignPath } from "../../verify/child-environment.ts";
import type { Generation } from "../../generators/generate.ts";
import { printable } from "../terminal/words.ts";
import type { Colors, Terminal } from "../terminal/terminal.ts";

/**
 * What a generation would change in the project's own files, as a unified diff that `git apply`
 * reads. spire's own records are left out.
 */
export function unifiedDiff({ plan, state }: Generation): string {
  if (plan === null || state === null) return "";
  const sourceOf = new Map(plan.moved.map(({ from, to }) => [to, from]));
  const present = (path: string): string | null => {
    const entry = state.files.get(path);
    return entry?.kind === "file" ? entry.text : null;
  };
  const writes = plan.writes
    .filter(({ path }) => !path.startsWith(".spire/"))
    .map(({ path, content }) => patch(sourceOf.get(path) ?? path, path, present, content));
  const deletes = plan.deleted.map((path) => patch(path, path, present, null));
  return [...writes, ...deletes].join("");
}

function patch(
  from: string,
  to: string,
  present: (path: string) => string | null,
  next: string | null,
): string {
  const before = present(from);
  const text = createTwoFilesPatch(
    before === null ? "/dev/null" : `a/${from}`,
    next === null ? "/dev/null" : `b/${to}`,
    before ?? "",
    next ?? "",
    undefined,
    undefined,
    { headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true } },
  );
  return `diff --git a/${from} b/${to}\n${text}`;
}

export function paintDiff(diff: string, paint: Colors): string {
  return diff
    .split("\n")
    .map((line) => {
      const text = printable(line, "\t");
      if (/^(?:diff |--- |\+\+\+ )/.test(line)) return paint.bold(text);
      if (line.startsWith("@@")) return paint.cyan(text);
      if (line.startsWith("+")) return paint.green(text);
      return line.startsWith("-") ? paint.red(text) : text;
    })
    .join("\n");
}

/**
 * Shows a long text to the person at the terminal through `$PAGER`, or `less`; never through a
 * program that the project brings.
 *
 * @param dir the project
 * @returns false when nobody is there, or there is no pager: then it is to be printed
 */
export function page(text: string, terminal: Terminal, dir: string): boolean {
  if (process.stdout.isTTY !== true || terminal.json || !terminal.interactive) return false;
  const pager = process.env.PAGER || "less";
  const { error, status } = spawnSync(pager, {
    shell: true,
    input: text,
    stdio: ["pipe", "inherit", "inherit"],
    env: { LESS: "FRX", ...process.env, PATH: foreignPath(resolve(dir)).join(delimiter) },
  });
  // 127: the shell knows no such program.
  return error === undefined && status !== 127;
}
