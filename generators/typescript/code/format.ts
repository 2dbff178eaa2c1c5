import { format as oxfmt, type FormatConfig } from "oxfmt";
import { isDisputed } from "./disputed.ts";
import type { Text } from "../../layout/layout.ts";

/** Same as the generated project's .prettierrc.json; the rest are the formatters' common defaults. */
export const OWN_LAYOUT = { printWidth: 100 } as const;

/** Endings that a formatter knows; every other file is written as its template made it. */
const FORMATTED = /\.(?:[jt]sx?|json|md|css)$/;

/** Where a line cannot be broken, the formatters settle on a layout only at the second pass. */
const LONG_LINE = /^.{101}/m;

/** Passes after which a text that still changes is taken as it is. */
const MOST_PASSES = 6;

export function isFormatted(path: string): boolean {
  return FORMATTED.test(path);
}

/**
 * Lays a text out in spire's own layout, which is Prettier's to the byte: through oxfmt's in-process
 * call, at about a thirtieth of Prettier's time a file, and through Prettier where the two differ.
 *
 * @throws Error naming the file when its text does not parse: a bug in a template
 */
export async function format(text: Text): Promise<string> {
  const quick = await formatQuickly(text);
  return isDisputed(text.path, quick) ? formatBy(text, OWN_LAYOUT) : quick;
}

/**
 * The same without Prettier, for files that no project's Prettier looks at.
 *
 * @throws Error naming the file when its text does not parse: a bug in a template
 */
export async function formatQuickly(text: Text): Promise<string> {
  if (!isFormatted(text.path)) return text.content;
  const once = await quickPass(text, OWN_LAYOUT);
  return LONG_LINE.test(once) ? quickPass({ ...text, content: once }, OWN_LAYOUT) : once;
}

/** The options of Prettier that are said otherwise than by default. */
export type PrettierOptions = Record<string, unknown>;

/**
 * Lays a text out as Prettier does under these options, until nothing changes.
 *
 * @throws Error naming the file when its text does not parse
 */
export async function formatBy({ path, content }: Text, options: PrettierOptions): Promise<string> {
  const prettier = await import("prettier");
  let text = content;
  for (let left = MOST_PASSES; left > 0; left -= 1) {
    const next = await prettier.format(text, { ...options, filepath: path });
    if (next === text) return text;
    text = next;
  }
  return text;
}

/**
 * One pass of oxfmt.
 *
 * @throws Error naming the file when its text does not parse, or oxfmt does not know an option
 */
export async function quickPass({ path, content }: Text, options: FormatConfig): Promise<string> {
  // Its own default is another width than Prettier's.
  const all = { sortPackageJson: false, printWidth: 80, ...options };
  const { code, errors } = await oxfmt(path, content, all);
  const [error] = errors;
  if (error !== undefined) {
    throw new Error(`${path} does not parse: ${error.message}\n${error.codeframe ?? ""}`);
  }
  return code;
}
