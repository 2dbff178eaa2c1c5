import { isAlias, isMap, isScalar, isSeq, type Document, LineCounter, type Node } from "yaml";
import type { Position } from "../diagnostic.ts";
import { LIMITS } from "../limits.ts";
import type { ManifestPath } from "../report.ts";
import { parseYaml } from "./parse-yaml.ts";
import { plainValue, type Budget } from "./plain-value.ts";
import { type TextProblem, tooLarge } from "./text-problem.ts";

/** One file of the manifest: its data, and the place of every value in its text. */
export interface SourceFile {
  /** Relative to the project folder, with forward slashes. */
  file: string;
  text: string;
  /** null when the text is no YAML. */
  document: Document.Parsed | null;
  lines: LineCounter;
  value: unknown;
  problems: TextProblem[];
}

export function readSource(file: string, text: string, budget: Budget): SourceFile {
  if (text.length > LIMITS.fileBytes) {
    const message = `The file is too large: spire reads up to ${LIMITS.fileBytes} bytes.`;
    const hint = "Split the manifest into files named by `include`.";
    const problems: TextProblem[] = [{ ...tooLarge(message), offset: 0, hint }];
    return { file, text, document: null, lines: new LineCounter(), value: null, problems };
  }
  const { document, lines, problems } = parseYaml(text);
  if (document === null || problems.length > 0) {
    return { file, text, document: null, lines, value: null, problems };
  }
  return { file, text, document, lines, ...plainValue(document, budget) };
}

/** Line and column of an offset in the file's text. */
export function positionAt(source: SourceFile, offset: number): Position {
  const { line, col } = source.lines.linePos(offset);
  return { file: source.file, line: Math.max(line, 1), column: Math.max(col, 1) };
}

/**
 * The place of a value, or of its key. Where the path ends before its last key (the value is
 * missing), the place of the nearest value around it.
 */
export function positionOf(source: SourceFile, path: ManifestPath, at: "key" | "value"): Position {
  let node: Node | null = source.document?.contents ?? null;
  let key: Node | null = null;
  for (const step of path) {
    const pair = child(resolved(source, node), step);
    if (pair === null) return positionAt(source, start(key ?? node));
    node = pair.value;
    key = pair.key;
  }
  return positionAt(source, start(at === "key" ? (key ?? node) : (node ?? key)));
}

function child(
  node: Node | null,
  step: string | number,
): { key: Node | null; value: Node | null } | null {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair ? { key: pair.key as Node, value: pair.value as Node | null } : null;
  }
  if (isSeq(node) && typeof step === "number" && step in node.items) {
    return { key: null, value: node.items[step] as Node | null };
  }
  return null;
}

function resolved(source: SourceFile, node: Node | null): Node | null {
  return isAlias(node) && source.document ? (node.resolve(source.document) ?? null) : node;
}

function start(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}
