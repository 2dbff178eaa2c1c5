import { format as oxfmt } from "oxfmt";

/** One source text, to be formatted by the language that `path`'s ending says. */
export interface Unformatted {
  path: string;
  content: string;
}

/** Same as the generated project's .prettierrc.json; the rest are the formatters' common defaults. */
const OPTIONS = { printWidth: 100, sortPackageJson: false } as const;

/** Endings that a formatter knows; every other file is written as its template made it. */
const FORMATTED = /\.(?:[jt]sx?|json|md|css)$/;

/** Where a line cannot be broken, the formatters settle on a layout only at the second pass. */
const LONG_LINE = /^.{101}/m;

/**
 * Formats as `prettier --check` in the generated project expects (a test holds the two equal),
 * through oxfmt's in-process call, at about a thirtieth of Prettier's time a file.
 *
 * @throws Error naming the file when its text does not parse: a bug in a template
 */
export async function format({ path, content }: Unformatted): Promise<string> {
  if (!FORMATTED.test(path)) return content;
  const once = await pass(path, content);
  return LONG_LINE.test(once) ? pass(path, once) : once;
}

async function pass(path: string, content: string): Promise<string> {
  const { code, errors } = await oxfmt(path, content, OPTIONS);
  const [error] = errors;
  if (error !== undefined) {
    throw new Error(`${path} does not parse: ${error.message}\n${error.codeframe ?? ""}`);
  }
  return code;
}
