import { existsSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import picomatch from "picomatch";
import { parse } from "yaml";
import { readPackageJson } from "./package-json.ts";

/** Longer patterns than any folder needs are somebody's attempt to keep the matcher busy. */
const LONGEST_PATTERN = 200;

/**
 * The folder in which a project's packages are installed: the root of the npm, Yarn or pnpm
 * workspace that the project is a member of, or else the project itself.
 *
 * @returns an absolute path, links resolved
 */
export async function installRoot(dir: string): Promise<string> {
  const project = await realpath(dir);
  for (let root = dirname(project); ; root = dirname(root)) {
    const member = relative(root, project).split(sep).join("/");
    if (isMember(member, await workspacePatterns(root))) return root;
    if (root === dirname(root)) return project;
  }
}

async function workspacePatterns(root: string): Promise<string[]> {
  const { workspaces } = (await readPackageJson(root)) ?? {};
  return [
    ...strings(workspaces),
    ...strings((workspaces as { packages?: unknown } | undefined)?.packages),
    ...(await pnpmPatterns(join(root, "pnpm-workspace.yaml"))),
  ];
}

async function pnpmPatterns(file: string): Promise<string[]> {
  if (!existsSync(file)) return [];
  try {
    const settings = parse(await readFile(file, "utf8")) as { packages?: unknown } | null;
    return strings(settings?.packages);
  } catch {
    return []; // pnpm itself will say what is wrong with it
  }
}

function strings(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.filter((each): each is string => typeof each === "string");
}

function isMember(folder: string, patterns: readonly string[]): boolean {
  const matches = (pattern: string): boolean =>
    pattern.length <= LONGEST_PATTERN &&
    picomatch.isMatch(folder, pattern.replace(/^\.\//, "").replace(/\/+$/, ""));
  const [taken, left] = [
    patterns.filter((pattern) => !pattern.startsWith("!")),
    patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1)),
  ];
  return taken.some(matches) && !left.some(matches);
}
