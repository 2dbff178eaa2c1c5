import { digestOf, isMadeOnce } from "./base-store.ts";
import type { RenderedFile } from "../target.ts";

/**
 * - `write`: nothing stands there, or what spire wrote last.
 * - `same`: the new text stands there already.
 * - `leave`: it is the developer's, was declined, or was edited and spire has nothing new to say.
 * - `merge`: it was edited, and spire has something new to say.
 * - `rewrite`: a generated file as git merged it from two branches that both regenerated.
 */
export type Verdict =
  "write" | "same" | "leave" | "merge" | "rewrite" | "edited-generated" | "foreign";

/**
 * What is to become of a file that stands where `file` goes. Asked once a file, by `standingFiles`.
 *
 * @param text what stands there; undefined: nothing
 * @param records the digests under which the file is on record
 */
export function judge(
  file: RenderedFile,
  text: string | undefined,
  records: readonly string[],
): Verdict {
  if (file.tier === "history") return text === file.content ? "same" : "write";
  if (file.tier === "yours") {
    if (records.some(isMadeOnce)) return "leave";
    // As spire wrote it when it was of another tier: that is made up for once more.
    const isUntouched = text === undefined || records.includes(digestOf(text));
    return isUntouched ? "write" : "same";
  }
  if (text === undefined) return file.canBeDeclined && records.length > 0 ? "leave" : "write";
  if (text === file.content) return "same";
  const next = digestOf(file.content);
  const current = digestOf(text);
  if (current === next) return "same";
  if (records.includes(current)) return "write";
  const [only, ...others] = records;
  if (only === undefined) return "foreign";
  if (file.tier === "generated") return others.length > 0 ? "rewrite" : "edited-generated";
  return others.length === 0 && only === next ? "leave" : "merge";
}
