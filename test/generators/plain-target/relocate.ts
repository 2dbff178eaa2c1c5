import { posix } from "node:path";
import type { Relocation } from "../../../generators/target.ts";

const REFERENCE = /(?<=\s)\.{1,2}\/\S+\.txt\b/g;

/** How a text at one path refers to another. */
export function reference(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

export function relocate(text: string, { from, to, moved }: Relocation): string {
  return text.replace(REFERENCE, (written) => {
    const old = posix.join(posix.dirname(from), written);
    return reference(to, moved.get(old) ?? old);
  });
}
