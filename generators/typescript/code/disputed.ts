/** A line on which a chain of calls goes on, and how far it is indented. */
const LINK = /^(\s+)\.\w+\(/;

/**
 * Whether a source, as oxfmt lays it out, holds a form that Prettier lays out otherwise at some
 * widths: a union over several lines, or a chain of no more than two calls of which one is given an
 * object or a function over several lines. In no other form was a difference found in
 * projects with names of all lengths; `test/generators/typescript/layout/any-names.test.ts` looks for one.
 */
export function isDisputed(path: string, text: string): boolean {
  if (!/\.[jt]sx?$/.test(path)) return false;
  if (/^\s+\| /m.test(text)) return true;
  const lines = text.split("\n");
  return lines.some((line, index) => {
    const indent = LINK.exec(line)?.[1];
    if (indent === undefined || indent.length <= indentOf(lines[index - 1] ?? "")) return false;
    const { calls, isOpen } = chainFrom(lines, index, indent.length);
    return calls <= 2 && isOpen;
  });
}

/** Looks along the chain whose first broken line is `first`; one call may stand before it. */
function chainFrom(lines: readonly string[], first: number, indent: number) {
  let calls = lines[first - 1]?.endsWith(")") ? 1 : 0;
  let isOpen = false;
  for (const line of lines.slice(first)) {
    const depth = indentOf(line);
    if (depth < indent) break;
    if (depth > indent) continue;
    if (LINK.test(line)) {
      calls += 1;
      isOpen ||= /(?:[{[]|=>)$/.test(line);
    } else if (!/^\s*[)}\]]/.test(line)) break;
  }
  return { calls, isOpen };
}

function indentOf(line: string): number {
  return line.trim() === "" ? Infinity : line.length - line.trimStart().length;
}
