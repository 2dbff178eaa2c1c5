import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { packageRoot } from "../../schema/package-root.ts";

/**
 * Every module a file imports or re-exports from, types included, as written.
 *
 * @param path relative to the repository
 * @throws Error when the file cannot be parsed
 */
export function importedModules(path: string): string[] {
  const text = readFileSync(join(packageRoot, path), "utf8");
  const { module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${path}: ${error.message}`);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    text.slice(start, end).replace(/^["'`]|["'`]$/g, ""),
  );
  const reexports = module.staticExports
    .flatMap(({ entries }) => entries)
    .flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []));
  return [...module.staticImports.map((i) => i.moduleRequest.value), ...reexports, ...dynamic];
}
