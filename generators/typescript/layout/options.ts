import type { PrettierOptions } from "../code/format.ts";

type Check = (value: unknown) => boolean;

const isFlag: Check = (value) => typeof value === "boolean";
const within =
  (least: number, most: number): Check =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string);

/** A line is endless when an `.editorconfig` says so. */
const isWidth: Check = (value) => value === Infinity || within(1, 10_000)(value);

/** Those that come with Prettier, for the languages that are written here. */
const PARSERS: readonly string[] = [
  "babel",
  "babel-ts",
  "babel-flow",
  "flow",
  "typescript",
  "acorn",
  "espree",
  "meriyah",
  "json",
  "json5",
  "jsonc",
  "json-stringify",
  "css",
  "scss",
  "less",
  "markdown",
  "mdx",
];

/** Prettier's options for the languages that are written here: the default, and what may be said. */
const OPTIONS: Readonly<Record<string, readonly [byDefault: unknown, check: Check]>> = {
  printWidth: [80, isWidth],
  tabWidth: [2, within(0, 32)],
  useTabs: [false, isFlag],
  semi: [true, isFlag],
  singleQuote: [false, isFlag],
  jsxSingleQuote: [false, isFlag],
  quoteProps: ["as-needed", oneOf("as-needed", "consistent", "preserve")],
  trailingComma: ["all", oneOf("all", "es5", "none")],
  bracketSpacing: [true, isFlag],
  bracketSameLine: [false, isFlag],
  objectWrap: ["preserve", oneOf("preserve", "collapse")],
  arrowParens: ["always", oneOf("always", "avoid")],
  singleAttributePerLine: [false, isFlag],
  experimentalOperatorPosition: ["end", oneOf("start", "end")],
  experimentalTernaries: [false, isFlag],
  proseWrap: ["preserve", oneOf("always", "never", "preserve")],
  htmlWhitespaceSensitivity: ["css", oneOf("css", "strict", "ignore")],
  endOfLine: ["lf", oneOf("lf", "crlf", "cr", "auto")],
  embeddedLanguageFormatting: ["auto", oneOf("auto", "off")],
  insertPragma: [false, isFlag],
  requirePragma: [false, isFlag],
  checkIgnorePragma: [false, isFlag],
  parser: [undefined, (value) => PARSERS.includes(value as string)],
};

/** What oxfmt would pass over in silence. */
const UNKNOWN_TO_OXFMT = ["insertPragma", "requirePragma", "checkIgnorePragma", "parser"];

export function isKnownToOxfmt(options: PrettierOptions): boolean {
  return !UNKNOWN_TO_OXFMT.some((name) => name in options);
}

/** Options as far as they matter here, or why they cannot be followed. */
export type ReadOptions = { options: PrettierOptions } | { reason: string };

/** Leaves out what is said anyway; Prettier ignores what it does not know, and so does this. */
export function readOptions(said: Readonly<Record<string, unknown>>): ReadOptions {
  const { plugins } = said;
  if (plugins !== undefined && !(Array.isArray(plugins) && plugins.length === 0)) {
    return { reason: "asks for plugins, which are programs that spire does not run" };
  }
  const options: PrettierOptions = {};
  for (const [name, value] of Object.entries(said)) {
    const row = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
    if (row === undefined || value === undefined) continue;
    const [byDefault, check] = row;
    if (!check(value)) return { reason: `gives ${name} a value that Prettier does not know` };
    // Texts are rendered with one kind of line ending, and compared without them.
    const isSaidAnyway = value === byDefault || (name === "endOfLine" && value === "auto");
    if (!isSaidAnyway) options[name] = value;
  }
  return { options };
}
