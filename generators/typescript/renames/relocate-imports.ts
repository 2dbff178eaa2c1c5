import { posix } from "node:path";
import type { Relocation } from "../../target.ts";

const SPECIFIER = /(?<=["'])\.{1,2}\/[^"'\n]+(?=["'])/g;

/** A text with its relative imports leading to the same files after a move. */
export function relocateImports(text: string, { from, to, moved }: Relocation): string {
  return text.replace(SPECIFIER, (specifier) => {
    const old = posix.join(posix.dirname(from), specifier);
    const now = moved.get(old) ?? old;
    if (now === old && from === to) return specifier;
    const path = posix.relative(posix.dirname(to), now);
    return path.startsWith(".") ? path : `./${path}`;
  });
}
