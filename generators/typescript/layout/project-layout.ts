import { dirname, join, relative, resolve, sep } from "node:path";
import { packageRoot } from "../../../schema/package-root.ts";
import {
  format,
  formatBy,
  isFormatted,
  OWN_LAYOUT,
  type PrettierOptions,
  quickPass,
} from "../code/format.ts";
import type { Layout, Text } from "../../layout/layout.ts";
import { type Config, configFiles, ignoreFiles } from "./config-files.ts";
import { isKnownToOxfmt, readOptions, type ReadOptions } from "./options.ts";

/** The configuration that a project gets with its first files, unless it brings one of its own. */
export const OWN_CONFIG = ".prettierrc.json";

/** A layout in which none of an author's choices is left: objects and prose on one line. */
const PLAIN = { ...OWN_LAYOUT, objectWrap: "collapse", proseWrap: "never" } as const;

/**
 * Reads how a project wants its files laid out: from Prettier's configuration as far as that is
 * data, and from `.editorconfig`. Where a program or a plugin says it, which are not run, files are
 * written in spire's own layout, what stands is left as it is, and a notice says so.
 *
 * @param dir the project folder, which need not exist
 * @param coming texts of the files that this run will make, by path
 */
export function projectLayout(dir: string, coming: ReadonlyMap<string, string>): Layout {
  const root = resolve(dir);
  const ownConfig = coming.get(OWN_CONFIG);
  const standing = configFiles(new Map()).of(root);
  const isReplaced =
    ownConfig !== undefined && standing !== null && dirname(standing.path) === root;
  const isComing = ownConfig !== undefined && !isReplaced;
  const files = configFiles(new Map(isComing ? [[join(root, OWN_CONFIG), ownConfig]] : []));
  const notices = new Set<string>();
  const known = new Map<string, Promise<PrettierOptions | null>>();

  /** The options for a file; null when they cannot be found out. */
  function optionsFor(path: string): Promise<PrettierOptions | null> {
    let options = known.get(path);
    if (options === undefined) known.set(path, (options = findOptions(join(root, path))));
    return options;
  }

  async function findOptions(file: string): Promise<PrettierOptions | null> {
    const config = files.of(dirname(file));
    const editors = files.editorConfigsOf(dirname(file));
    const unread = [config, ...editors].find((each) => each?.kind === "unread");
    const read: ReadOptions =
      unread?.kind === "unread" ? unread : await said(file, config, editors.length > 0);
    if ("options" in read) return read.options;
    const path = relative(root, (unread ?? config ?? editors[0])?.path ?? "").replaceAll(sep, "/");
    notices.add(
      `${path} ${read.reason}: files are written in spire's own layout, ` +
        "and those that stand keep theirs. Run the project's formatter afterwards.",
    );
    return null;
  }

  async function foreignOptions(path: string): Promise<PrettierOptions | null> {
    const options = isFormatted(path) ? await optionsFor(path) : null;
    return options !== null && isOwn(options) ? null : options;
  }

  return {
    async isOwn(path) {
      return (await foreignOptions(path)) === null;
    },
    async format(text) {
      const options = await foreignOptions(text.path);
      return options === null ? format(text) : formatBy(text, options);
    },
    async isLaidOut({ path, content }) {
      if (!isFormatted(path)) return true;
      const options = await optionsFor(path);
      if (options === null) return true;
      const text = { path, content: withUnixLines(content) };
      const unix = { ...options, endOfLine: "lf" };
      if (isKnownToOxfmt(options) && (await keeps(quickPass, text, unix)) === true) return true;
      // What Prettier cannot read it cannot lay out either.
      return (await keeps(formatBy, text, unix)) !== false || isIgnored(root, path);
    },
    async plain({ path, content }) {
      const text = { path, content: withUnixLines(content) };
      if (!isFormatted(path)) return text.content;
      try {
        const once = await quickPass(text, PLAIN);
        return await quickPass({ path, content: once }, PLAIN);
      } catch {
        return text.content;
      }
    },
    replaced: new Set(isReplaced ? [OWN_CONFIG] : []),
    notices,
  };
}

/** What configuration and `.editorconfig` say about one file; both may be read. */
async function said(
  file: string,
  config: Config | null,
  hasEditorConfig: boolean,
): Promise<ReadOptions> {
  const plainly = config?.kind === "data" ? asJson(config.text) : {};
  const isPlain = plainly !== null && !("overrides" in plainly);
  if (isPlain && !hasEditorConfig) return readOptions(plainly);
  try {
    const prettier = await import("prettier");
    // Without the name of a file Prettier would look for one itself. Spire's own says nothing.
    const named = isPlain || config === null ? join(packageRoot, "package.json") : config.path;
    const found = await prettier.resolveConfig(file, {
      config: named,
      editorconfig: hasEditorConfig,
      useCache: false,
    });
    return readOptions({ ...found, ...(isPlain ? plainly : {}) });
  } catch {
    return { reason: "cannot be read" };
  }
}

function asJson(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function isOwn(options: PrettierOptions): boolean {
  return Object.keys(options).length === 1 && options["printWidth"] === OWN_LAYOUT.printWidth;
}

/** Whether a formatter leaves a text as it is; null when it cannot read the text or the options. */
async function keeps(
  by: (text: Text, options: PrettierOptions) => Promise<string>,
  text: Text,
  options: PrettierOptions,
): Promise<boolean | null> {
  try {
    return (await by(text, options)) === text.content;
  } catch {
    return null;
  }
}

/** Whether the team keeps Prettier away from a file; also when that cannot be found out. */
async function isIgnored(root: string, path: string): Promise<boolean> {
  const ignorePath = ignoreFiles(root);
  if (ignorePath === null) return true;
  const prettier = await import("prettier");
  const { ignored } = await prettier.getFileInfo(join(root, path), { ignorePath });
  return ignored;
}

function withUnixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
