import { realpath, stat } from "node:fs/promises";
import { isAbsolute, join, posix, relative, sep } from "node:path";
import { glob, isDynamicPattern } from "tinyglobby";
import type { Code } from "../codes.ts";
import { LIMITS } from "../limits.ts";
import { INSTALLED_FOLDERS } from "../targets/targets.ts";
import { readPlainFile } from "./plain-file.ts";
import { readSource } from "./source-file.ts";
import { type Problem, tooLarge } from "./text-problem.ts";

/** A mistake about a file, or about an entry of the manifest's `include`. */
export interface FileProblem extends Problem {
  file: string;
  /** Position in the `include` list of the manifest; null: about the file as a whole. */
  include: number | null;
}

export interface ManifestFiles {
  /** By path relative to the project folder, the manifest first. */
  texts: Map<string, string>;
  problems: FileProblem[];
}

/** Reads the manifest in `dir` and the files that its `include` names. */
export async function readFiles(dir: string, manifestFile: string): Promise<ManifestFiles> {
  const files: ManifestFiles = { texts: new Map(), problems: [] };
  const root = await realpath(dir).catch(() => dir);
  await readInto(files, root, manifestFile, null);
  const text = files.texts.get(manifestFile);
  if (text === undefined) return files;

  for (const [position, pattern] of includePatterns(manifestFile, text).entries()) {
    for (const file of await matches(files, root, manifestFile, pattern, position)) {
      if (files.texts.has(file)) continue;
      if (files.texts.size > LIMITS.files) {
        const message = `\`include\` names more than ${LIMITS.files} files.`;
        files.problems.push({ ...tooLarge(message), file: manifestFile, include: position });
        return files;
      }
      await readInto(files, root, file, position);
    }
  }
  return files;
}

function includePatterns(file: string, text: string): string[] {
  const { value } = readSource(file, text, { values: 0 });
  const include = (value as { include?: unknown } | null)?.include;
  return Array.isArray(include) ? include.map(String).slice(0, 200) : [];
}

async function matches(
  files: ManifestFiles,
  root: string,
  manifestFile: string,
  pattern: string,
  include: number,
): Promise<string[]> {
  const problem = (code: Code, message: string, hint: string) => {
    files.problems.push({ code, file: manifestFile, include, message, hint });
    return [];
  };
  const shown = JSON.stringify(pattern);
  if (isAbsolute(pattern) || /^[A-Za-z]:|\\|\.\.|^!|[{,]\//.test(pattern)) {
    return problem(
      "SP009",
      `${shown} may lead out of the project's folder.`,
      "Write a path relative to this file, with `/` and without `..`, such as `apps/*.yaml`.",
    );
  }
  // A file that is named in full may be a link inside the project; that is looked at when it is read.
  const found = isDynamicPattern(pattern)
    ? await matchesOf(root, pattern)
    : [posix.normalize(pattern)];
  if (found === null) return problem("SP009", ...LEADS_OUT(shown));
  const named = found.filter((file) => file !== manifestFile).sort();
  if (named.length === 0) {
    return problem(
      "SP010",
      `${shown} matches no file.`,
      "Paths are relative to the project's folder.",
    );
  }
  return named;
}

/** @returns null when the folder that the pattern begins with lies outside of the project */
async function matchesOf(root: string, pattern: string): Promise<string[] | null> {
  const parts = pattern.split("/");
  const literal = parts.slice(
    0,
    parts.findIndex((part) => isDynamicPattern(part)),
  );
  const start = await realpath(join(root, ...literal)).catch(() => null);
  if (start === null) return [];
  if (isOutside(root, start)) return null;
  return glob(pattern, {
    cwd: root,
    ignore: INSTALLED_FOLDERS.map((folder) => `**/${folder}/**`),
    expandDirectories: false,
    // A link may lead to a whole disk.
    followSymbolicLinks: false,
    deep: LIMITS.folders,
  });
}

function isOutside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
}

async function readInto(
  files: ManifestFiles,
  root: string,
  file: string,
  include: number | null,
): Promise<void> {
  const place = include === null ? file : [...files.texts.keys()][0];
  const problem = (code: Code, message: string, hint?: string) => {
    const found = { code, file: place ?? file, include, message };
    files.problems.push(hint === undefined ? found : { ...found, hint });
  };
  try {
    const path = await realpath(join(root, file));
    if (isOutside(root, path)) {
      problem("SP009", ...LEADS_OUT(`\`${file}\``));
      return;
    }
    const found = await stat(path);
    if (!found.isFile()) {
      problem("SP007", `\`${file}\` is ${found.isDirectory() ? "a folder" : "no plain file"}.`);
      return;
    }
    const { size } = found;
    const total = [...files.texts.values()].reduce((sum, text) => sum + text.length, size);
    if (size > LIMITS.fileBytes || total > LIMITS.totalBytes) {
      const limit = size > LIMITS.fileBytes ? LIMITS.fileBytes : LIMITS.totalBytes;
      const large = tooLarge(`\`${file}\` is too large: spire reads up to ${limit} bytes.`);
      files.problems.push({ ...large, file: place ?? file, include });
      return;
    }
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const bytes = readPlainFile(path, LIMITS.fileBytes);
    if (bytes === null) problem("SP007", `\`${file}\` may not be read.`);
    else files.texts.set(file, text.decode(bytes));
  } catch (error) {
    if (error instanceof TypeError) {
      problem("SP008", `\`${file}\` is not UTF-8 text.`, "Save it as UTF-8.");
      return;
    }
    const why = REASONS[(error as NodeJS.ErrnoException).code ?? ""] ?? "cannot be read";
    problem("SP007", `\`${file}\` ${why}.`, include === null ? HINT : undefined);
  }
}

const LEADS_OUT = (what: string): [message: string, hint: string] => [
  `${what} leads out of the project's folder through a link.`,
  "Put the file itself into the project.",
];

const HINT = "Run spire in a project's folder, or name the folder with `-C`.";

const REASONS: Record<string, string> = {
  ENOENT: "does not exist",
  EACCES: "may not be read",
  EISDIR: "is a folder",
  ELOOP: "is a link that leads to itself",
};
