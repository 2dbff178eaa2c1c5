import type { YAMLMap } from "yaml";
import { isMap, isPair, isScalar, visit } from "yaml";
import type { Style } from "./emit.ts";
import { lineStart, startOfKey } from "./insertion-point.ts";

/** How the text, and the map that is added to, are written. */
export function readStyle(text: string, map: YAMLMap | null): Style {
  return {
    eol: text.includes("\r\n") ? "\r\n" : "\n",
    step: indentStep(text),
    padding: !/\{[^\s}]/.test(text) || /\{ \S/.test(text),
    quote: quoteOf(map),
  };
}

/** The first indentation of the text; two spaces where there is none. */
function indentStep(text: string): number {
  return /^( +)[^\s#-]/m.exec(text)?.[1]?.length ?? 2;
}

/** The quotes around the strings of the map, when all of them have the same. */
function quoteOf(map: YAMLMap | null): Style["quote"] {
  const types = new Set<string | undefined>();
  if (map) {
    visit(map, {
      Scalar: (role, node) => {
        if (role !== "key" && typeof node.value === "string") types.add(node.type);
      },
    });
  }
  const [type] = types;
  return types.size === 1 && (type === "QUOTE_SINGLE" || type === "QUOTE_DOUBLE") ? type : "PLAIN";
}

/** Whether the map's last item that is a map is written in braces or in lines. */
export function siblingForm(map: YAMLMap): "flow" | "block" | "free" {
  const sibling = map.items.map((pair) => pair.value).findLast((value) => isMap(value));
  if (!isMap(sibling)) return "free";
  return sibling.flow ? "flow" : "block";
}

/** A blank line stands before the last item, or before the comments above it. */
export function siblingsAreSpaced(text: string, map: YAMLMap): boolean {
  const last = map.items.at(-1);
  if (!isPair(last) || !isScalar(last.key) || map.items.length < 2) return false;
  let start = lineStart(text, startOfKey(last));
  while (start > 0) {
    const previous = lineStart(text, start - 1);
    const line = text.slice(previous, start).trim();
    if (line === "") return true;
    if (!line.startsWith("#")) return false;
    start = previous;
  }
  return false;
}
