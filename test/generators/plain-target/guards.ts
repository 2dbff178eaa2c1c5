import { posix } from "node:path";
import type { ReadSource } from "../../../generators/merge/guards.ts";
import { type Line, readLines } from "./lines.ts";

/** A view needs something, and a link stands behind a condition. */
export function readGuards(path: string, text: string): ReadSource | null {
  if (!path.includes("/")) return null;
  let lines: Line[];
  try {
    lines = readLines(text);
  } catch (error) {
    return {
      errors: [(error as Error).message],
      guards: { classes: new Map(), controls: new Map() },
    };
  }
  const all = (key: string) => lines.filter((line) => line.key === key).map(({ rest }) => rest);
  const controls = new Map<string, string[]>();
  for (const link of all("link")) {
    const [to = "", condition = ""] = link.split(" if ");
    const file = posix.join(posix.dirname(path), to);
    controls.set(file, [...(controls.get(file) ?? []), condition]);
  }
  return {
    errors: [],
    guards: { classes: new Map(all("view").map((id) => [id, all("needs")])), controls },
  };
}
