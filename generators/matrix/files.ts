import type { Matrix } from "./matrix.ts";

const WIDTH = 100;

/**
 * The matrix as the JSON files that a generated project carries, relative to its folder: what
 * concerns the whole project in one, and one for each app, so that a change in one app shows in one
 * file. The text is laid out as Prettier lays out such values.
 */
export function matrixFiles(matrix: Matrix): { path: string; content: string }[] {
  return [
    { path: "tests/matrix.json", content: `${layOut(nodeOf(matrix.project), 0, 0)}\n` },
    ...matrix.apps.map((app) => ({
      path: `tests/matrix/${app.label}.json`,
      content: `${layOut(nodeOf(app), 0, 0)}\n`,
    })),
  ];
}

/** A value with its text on one line, from which every enclosing text is made. */
interface Node {
  flat: string;
  /** It may not stand on one line, however short it is. */
  breaks: boolean;
  open: "[" | "{" | null;
  items: { name: string; node: Node }[];
}

function nodeOf(value: unknown): Node {
  if (typeof value !== "object" || value === null) {
    return { flat: JSON.stringify(value), breaks: false, open: null, items: [] };
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => ({ name: "", node: nodeOf(item) }));
    const breaks =
      items.some(({ node }) => node.breaks) ||
      // Several lists or objects of several items each stand one on a line.
      (items.length > 1 && items.every(({ node }) => node.items.length > 1));
    return { flat: `[${flatItems(items)}]`, breaks, open: "[", items };
  }
  const items = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => ({ name: `${JSON.stringify(key)}: `, node: nodeOf(item) }));
  const flat = items.length === 0 ? "{}" : `{ ${flatItems(items)} }`;
  return { flat, breaks: items.some(({ node }) => node.breaks), open: "{", items };
}

function flatItems(items: Node["items"]): string {
  return items.map(({ name, node }) => name + node.flat).join(", ");
}

/**
 * @param depth of the nesting
 * @param before width of what else stands on the line
 */
function layOut({ flat, breaks, open, items }: Node, depth: number, before: number): string {
  if (open === null || items.length === 0) return flat;
  if (depth > 0 && !breaks && before + flat.length <= WIDTH) return flat;
  const indent = "  ".repeat(depth + 1);
  const lines = items.map(({ name, node }, index) => {
    const comma = index < items.length - 1 ? 1 : 0;
    return indent + name + layOut(node, depth + 1, indent.length + name.length + comma);
  });
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${open === "[" ? "]" : "}"}`;
}
