import { posix } from "node:path";

/**
 * Where an imported module stands in the project, however it is said: by path or by its place below
 * `src/`, as a source or as it is compiled. A package is at no such place.
 *
 * @param importer path of the importing file
 * @returns `src/apps/inventory/urls.ts`
 */
export function placeOfModule(specifier: string, importer: string): string {
  if (!/^[.#]/.test(specifier)) return specifier;
  const path = specifier.startsWith("#")
    ? `src/${specifier.slice(1)}`
    : posix.join(posix.dirname(importer), specifier);
  return `${path.replace(/\.[jt]s$/, "")}.ts`;
}
