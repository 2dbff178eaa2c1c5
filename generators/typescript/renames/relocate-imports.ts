import { posix } from "node:path";
import type { Relocation } from "../../target.ts";
import { inImportOrder } from "../code/import-order.ts";
import { importSpecifier, subpath } from "../code/names.ts";
import { splitImports } from "./split-imports.ts";

/** A relative path, or a place below `src/`. */
const SPECIFIER = /(?<=["'])(?:\.{1,2}\/|#(?=[\w-]+))[^"'\n ]+(?=["'])/g;

/**
 * A text with its imports leading to the same files after a move, each said as it was. In a file of
 * spire's they are said as it says them now, and in its order.
 */
export function relocateImports(text: string, { from, to, moved, saidNow }: Relocation): string {
  const spelled = new Set(saidNow?.match(SPECIFIER));
  const subpaths = new Map([...moved].map(([old, now]) => [subpath(old), now]));
  const relocated = splitImports(text, from).replace(SPECIFIER, (specifier) => {
    if (specifier.startsWith("#")) {
      const now = subpaths.get(specifier);
      return now === undefined ? specifier : importSpecifier(to, now);
    }
    const old = posix.join(posix.dirname(from), specifier);
    const now = moved.get(old) ?? old;
    const said = importSpecifier(to, now);
    if (spelled.has(said) || (now !== old && saidNow !== undefined)) return said;
    if (now === old && from === to) return specifier;
    const path = posix.relative(posix.dirname(to), now);
    return path.startsWith(".") ? path : `./${path}`;
  });
  const isOrdered = saidNow !== undefined && relocated !== text && /\.tsx?$/.test(to);
  return isOrdered ? inImportOrder(relocated) : relocated;
}
