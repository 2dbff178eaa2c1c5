import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readPlainFile } from "../../../schema/read/plain-file.ts";

/** Where a team says how Prettier lays its files out, in the order in which Prettier looks. */
const CONFIG_FILES: readonly string[] = [
  "package.json",
  "package.yaml",
  ".prettierrc",
  ".prettierrc.json",
  ".prettierrc.yml",
  ".prettierrc.yaml",
  ".prettierrc.json5",
  ".prettierrc.js",
  "prettier.config.js",
  ".prettierrc.ts",
  "prettier.config.ts",
  ".prettierrc.mjs",
  "prettier.config.mjs",
  ".prettierrc.mts",
  "prettier.config.mts",
  ".prettierrc.cjs",
  "prettier.config.cjs",
  ".prettierrc.cts",
  "prettier.config.cts",
  ".prettierrc.toml",
];

/** A program, which a repository brings and spire does not run. */
const CODE = /\.[cm]?[jt]s$/;

/** More than this no configuration needs; a package.json, which holds other things too, may. */
const MOST_CHARACTERS = 64_000;
const MOST_IN_PACKAGE = 1_000_000;

/**
 * What a file says about the layout. Its text is passed on to Prettier only when it is `data`: an
 * object, not the name of a module that Prettier would run, and with patterns that match in no time.
 */
export type Config =
  | { kind: "data"; path: string; text: string }
  /** `reason` goes on from the path: "is a program, which spire does not run". */
  | { kind: "unread"; path: string; reason: string };

/** Looks for configuration, each folder once. */
export interface ConfigFiles {
  /** The file that says how those in `folder` are laid out: there or further up; null: none. */
  of(folder: string): Config | null;
  /** The `.editorconfig` files of `folder` and of all above, nearest first. */
  editorConfigsOf(folder: string): readonly Config[];
}

/**
 * @param given texts of configuration that a run is going to write, by absolute path
 */
export function configFiles(given: ReadonlyMap<string, string>): ConfigFiles {
  const found = new Map<string, Config | null>();
  const editors = new Map<string, readonly Config[]>();
  const listings = new Map<string, ReadonlySet<string>>();

  function listing(folder: string): ReadonlySet<string> {
    let names = listings.get(folder);
    if (names === undefined) listings.set(folder, (names = namesIn(folder)));
    return names;
  }

  function here(folder: string): Config | null {
    for (const name of CONFIG_FILES) {
      const path = join(folder, name);
      const text = given.get(path);
      if (text !== undefined) return { kind: "data", path, text };
      if (!listing(folder).has(name)) continue;
      const config = name.startsWith("package.") ? fromPackage(path) : fromConfig(path);
      if (config !== null) return config;
    }
    return null;
  }

  function of(folder: string): Config | null {
    let config = found.get(folder);
    if (config === undefined) {
      config = here(folder) ?? (dirname(folder) === folder ? null : of(dirname(folder)));
      found.set(folder, config);
    }
    return config;
  }

  function editorConfigsOf(folder: string): readonly Config[] {
    let all = editors.get(folder);
    if (all === undefined) {
      const own = listing(folder).has(".editorconfig")
        ? [readConfig(join(folder, ".editorconfig"), MOST_CHARACTERS)]
        : [];
      const above = dirname(folder) === folder ? [] : editorConfigsOf(dirname(folder));
      editors.set(folder, (all = [...own, ...above]));
    }
    return all;
  }

  return { of, editorConfigsOf };
}

/** Prettier's lists of files to be left alone, as far as they stand; null: one cannot be read. */
export function ignoreFiles(root: string): string[] | null {
  const there = [".gitignore", ".prettierignore"].filter((name) => namesIn(root).has(name));
  const configs = there.map((name) => readConfig(join(root, name), MOST_CHARACTERS));
  return configs.some(({ kind }) => kind === "unread") ? null : configs.map(({ path }) => path);
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    // It does not exist yet, or is nobody's to read.
    return new Set();
  }
}

function fromConfig(path: string): Config {
  if (CODE.test(path)) {
    return { kind: "unread", path, reason: "is a program, which spire does not run" };
  }
  const config = readConfig(path, MOST_CHARACTERS);
  if (config.kind === "unread" || path.endsWith(".toml") || isObject(config.text)) return config;
  return { kind: "unread", path, reason: "is no object of options" };
}

/** The key `prettier` of a package's description; null when it has none. */
function fromPackage(path: string): Config | null {
  const config = readConfig(path, MOST_IN_PACKAGE, () => true);
  if (config.kind === "unread") return null;
  if (path.endsWith(".yaml")) {
    if (!/^(["']?)prettier\1\s*:/m.test(config.text)) return null;
    return { kind: "unread", path, reason: "holds Prettier's options in YAML" };
  }
  const options = prettierKey(config.text);
  if (!options) return null;
  if (typeof options !== "object") {
    return {
      kind: "unread",
      path,
      reason: "takes its layout from a module, which spire does not run",
    };
  }
  const text = JSON.stringify(options);
  return isModest(text) ? { kind: "data", path, text } : { kind: "unread", path, reason: INVOLVED };
}

function prettierKey(text: string): unknown {
  try {
    return (JSON.parse(text.replace(/^\uFEFF/, "")) as Record<string, unknown>)["prettier"];
  } catch {
    return undefined;
  }
}

const INVOLVED = "holds patterns that are too involved for spire to follow";

function readConfig(
  path: string,
  most: number,
  isFit: (text: string) => boolean = isModest,
): Config {
  const unread = (reason: string): Config => ({ kind: "unread", path, reason });
  // A link may lead anywhere, and a pipe is waited for for ever.
  const text = readPlainFile(path, most)?.toString("utf8");
  if (text === undefined) return unread(`is no plain file of at most ${most} bytes`);
  return isFit(text) ? { kind: "data", path, text } : unread(INVOLVED);
}

/**
 * Whether a JSON or YAML text is an object from its first characters on, whoever parses it. Where
 * a text as a whole is a string, Prettier takes it for the name of a module and runs that.
 */
function isObject(text: string): boolean {
  const [first = "{"] = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => !/^\s*(?:#.*)?$|^---\s*$/.test(line));
  return /^\s*\{|^(?:[\w$-]+|"[^"\\]+"|'[^'\\]+')\s*:(?:\s|$)/.test(first);
}

/**
 * Whether no pattern in a text takes long to be matched, or to be unfolded: few stars, few braces,
 * no ranges, no groups. Escapes could hide them.
 */
function isModest(text: string): boolean {
  if (/\\[ux\d]/i.test(text)) return false;
  return text.split(/[\s"']+/).every((word) => {
    const stars = word.match(/\*+/g)?.length ?? 0;
    const braces = word.match(/\{/g)?.length ?? 0;
    return stars <= 4 && braces <= 3 && !/[*+?@!]\(|\d\.\.-?\d|\w\.\.\w\}/.test(word);
  });
}
