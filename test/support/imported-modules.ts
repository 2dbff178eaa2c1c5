import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";
import { packageRoot } from "../../schema/package-root.ts";

/**
 * Every module a file imports or re-exports from, types included, as written; those that a
 * generated project imports by their place below `src/`, as relative paths.
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
  const imports = module.staticImports.map((i) => i.moduleRequest.value);
  return [...imports, ...reexports, ...dynamic].map((request) =>
    request.startsWith("#") ? relativeTo(path, request.slice(1)) : request,
  );
}

const SRC = "templates/typescript/src";

/** `#runtime/view` as a relative path; what a generator would write there has no ending to know. */
function relativeTo(path: string, name: string): string {
  const file = [".ts", ".tsx", ".ts.hbs"]
    .map((ending) => `${SRC}/${name}${ending}`)
    .find((place) => existsSync(join(packageRoot, place)));
  if (file === undefined) throw new Error(`${path}: nothing stands at ${SRC}/${name}`);
  const relative = posix.relative(posix.dirname(path), file.replace(/\.hbs$/, ""));
  return relative.startsWith(".") ? relative : `./${relative}`;
}
