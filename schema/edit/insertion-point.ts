import type { Pair } from "yaml";
import { isCollection, isNode, isPair, isScalar } from "yaml";

/** Places in a YAML text, as offsets. Lines end with "\n"; a "\r" before it belongs to the line. */

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The beginning of the next line; the text's end when there is none. */
export function lineEnd(text: string, offset: number): number {
  // The node ended with its own line end: a block scalar does.
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  return nextLine(text, offset);
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end + 1;
}

/** @throws Error when the key is no scalar that was read from a text */
export function startOfKey(pair: Pair): number {
  if (isScalar(pair.key) && pair.key.range) return pair.key.range[0];
  throw new Error("the key is no plain name");
}

/** Where a node's own text ends, without the blank lines and comments after it. */
export function endOfNode(node: unknown): number {
  if (isPair(node)) return endOfNode(node.value ?? node.key);
  if (isCollection(node) && !node.flow && node.items.length > 0)
    return endOfNode(node.items.at(-1));
  if (isNode(node) && node.range) return node.range[1];
  return 0;
}

/**
 * Steps over comment lines that are indented by at least `indent`, and over blank lines that such
 * a comment follows: they belong to what stands before them.
 *
 * @param offset the beginning of a line
 */
export function afterComments(text: string, offset: number, indent: number): number {
  let result = offset;
  for (let line = offset; line < text.length; line = nextLine(text, line)) {
    const content = /^[^\r\n]*/.exec(text.slice(line))?.[0] ?? "";
    const isComment = content.trimStart().startsWith("#");
    if (isComment && content.length - content.trimStart().length >= indent) {
      result = nextLine(text, line);
    } else if (content.trim() !== "") break;
  }
  return result;
}
