import type { Matrix } from "./matrix.ts";

const WIDTH = 100;

/**
 * The matrix as the JSON files that a generated project carries, relative to its folder: what
 * concerns the whole project in one, and one for each app, so that a change in one app shows in one
 * file. The text is laid out as Prettier lays it out.
 */
export function matrixFiles(matrix: Matrix): { path: string; content: string }[] {
  return [
    { path: "tests/matrix.json", content: `${layOut(matrix.project, 0, 0)}\n` },
    ...matrix.apps.map((app) => ({
      path: `tests/matrix/${app.label}.json`,
      content: `${layOut(app, 0, 0)}\n`,
    })),
  ];
}

/**
 * @param depth of the nesting
 * @param before width of what already stands on the line
 */
function layOut(value: unknown, depth: number, before: number): string {
  const parts = partsOf(value);
  if (parts === null) return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  const flat = onOneLine(value);
  // Two columns more than the text itself: a comma may follow.
  if (depth > 0 && !mustBreak(value) && before + flat.length + 1 <= WIDTH) return flat;
  const indent = "  ".repeat(depth + 1);
  const lines = parts.map(([key, item]) => {
    const name = key === null ? "" : `${JSON.stringify(key)}: `;
    return indent + name + layOut(item, depth + 1, indent.length + name.length);
  });
  return `${open}\n${lines.join(",\n")}\n${"  ".repeat(depth)}${close}`;
}

function onOneLine(value: unknown): string {
  const parts = partsOf(value);
  if (parts === null) return JSON.stringify(value);
  if (parts.length === 0) return Array.isArray(value) ? "[]" : "{}";
  const items = parts.map(([key, item]) =>
    key === null ? onOneLine(item) : `${JSON.stringify(key)}: ${onOneLine(item)}`,
  );
  return Array.isArray(value) ? `[${items.join(", ")}]` : `{ ${items.join(", ")} }`;
}

/** A list of several objects with several keys each stands one object a line at least. */
function mustBreak(value: unknown): boolean {
  if (Array.isArray(value)) {
    const manifold = (item: unknown) => (partsOf(item)?.length ?? 0) > 1;
    return (value.length > 1 && value.every(manifold)) || value.some(mustBreak);
  }
  return (partsOf(value) ?? []).some(([, item]) => mustBreak(item));
}

function partsOf(value: unknown): [string | null, unknown][] | null {
  if (Array.isArray(value)) return value.map((item): [null, unknown] => [null, item]);
  if (typeof value !== "object" || value === null) return null;
  return Object.entries(value).filter(([, item]) => item !== undefined);
}
