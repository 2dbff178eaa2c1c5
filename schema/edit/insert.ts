import { isDeepStrictEqual } from "node:util";
import type { Document, Pair, YAMLMap } from "yaml";
import { isMap, isNode, isScalar, parseDocument } from "yaml";
import { alreadyThere, type Refuse, refuser } from "./cannot-edit.ts";
import type { EditMap, EditValue } from "./emit.ts";
import { flowPair, pairLines } from "./emit.ts";
import { afterComments, endOfNode, lineEnd, lineStart, startOfKey } from "./insertion-point.ts";
import { readStyle, siblingForm, siblingsAreSpaced } from "./style.ts";

/** Replaces `text.slice(from, to)`; nothing else of the text is touched. */
interface Splice {
  from: number;
  to: number;
  insert: string;
}

/**
 * Adds `key: value` to the map at `path`, making the maps on the way that are missing. Every other
 * byte of the text stays, but for an empty `{}` or `null` that the new lines take the place of.
 *
 * @param text one YAML document whose root is a map
 * @param path keys from the root to the map
 * @returns the new text, read back and compared with what was asked for
 * @throws {SpireError} E_ALREADY_EXISTS; E_CANNOT_EDIT when the place is written in a way that does
 *   not allow it
 */
export function insertPair(
  text: string,
  path: readonly string[],
  key: string,
  value: EditValue,
): string {
  const refuse = refuser(path, key);
  const document = parseDocument(text, { stringKeys: true });
  if (document.errors.length > 0 || !isMap(document.contents)) {
    throw refuse("The file is not a YAML map.");
  }
  const found = deepestMap(document.contents, path, key, refuse);
  const [first = key, ...rest] = found.missing;
  const edited = applySplices(text, splices(text, found, first, nest(rest, value), refuse));
  if (
    !isDeepStrictEqual(
      contents(parseDocument(edited, { stringKeys: true })),
      expected(document, path, key, value),
    )
  ) {
    throw refuse("The lines around the place are written in a way that cannot be extended.");
  }
  return edited;
}

interface Found {
  /** The deepest map of the path that exists; null when its value is empty (`views:`). */
  map: YAMLMap | null;
  /** The pair that holds it; null for the root. */
  holder: Pair | null;
  /** A flow map is around it, or is it. */
  inFlow: boolean;
  missing: string[];
}

function deepestMap(root: YAMLMap, path: readonly string[], key: string, refuse: Refuse): Found {
  const inFlow = root.flow === true;
  let found: Found = { map: root, holder: null, inFlow, missing: [...path, key] };
  while (found.map !== null && found.missing.length > 0) {
    const [name, ...missing] = found.missing;
    const holder = found.map.items.find(({ key: node }) => isScalar(node) && node.value === name);
    if (!holder) break;
    if (missing.length === 0) throw alreadyThere(path, key);
    const value: unknown = holder.value;
    const isEmpty = value === null || (isScalar(value) && value.value === null);
    if (!isEmpty && !isMap(value)) throw refuse(`"${name}" holds no map to add to.`);
    const map = isEmpty ? null : (value as YAMLMap);
    found = { map, holder, inFlow: found.inFlow || map?.flow === true, missing };
  }
  return found;
}

function splices(
  text: string,
  found: Found,
  key: string,
  value: EditValue,
  refuse: Refuse,
): Splice[] {
  const { map, holder } = found;
  const style = readStyle(text, map);
  if (map !== null && map.items.length > 0) {
    if (!isScalar(map.items.at(-1)?.key)) throw refuse("A key is no plain name.");
    return map.flow ? intoFlow(text, map, key, value) : afterLastItem(text, map, key, value);
  }
  if (holder === null) throw refuse("The file is empty.");
  const [from, to] = emptyValue(text, holder, refuse);
  if (found.inFlow && !(map?.flow && isOwnLine(text, holder))) {
    const pad = style.padding ? " " : "";
    return [{ from, to, insert: ` {${pad}${flowPair(key, value, style)}${pad}}` }];
  }
  const indent = startOfKey(holder) - lineStart(text, startOfKey(holder));
  const offset = afterComments(text, lineEnd(text, to), indent + 1);
  const lines = pairLines(key, value, indent + style.step, style, "free");
  return [{ from, to, insert: "" }, ownLines(text, offset, lines, style.eol)];
}

/** From behind the colon to the end of an empty value: ` {}`, ` null`, or nothing. */
function emptyValue(text: string, holder: Pair, refuse: Refuse): [from: number, to: number] {
  const colon = text.indexOf(":", endOfNode(holder.key));
  if (colon < 0) throw refuse("A key has no colon.");
  const from = colon + 1;
  const isWritten = isNode(holder.value) && holder.value.range?.[0] !== holder.value.range?.[1];
  const to = isWritten ? endOfNode(holder.value) : from;
  if (!/^ *(\{ *\}|null|Null|NULL|~)?$/.test(text.slice(from, to))) {
    throw refuse("An empty value carries more than itself.");
  }
  return [from, to];
}

/** Only blanks stand before the pair's key: the pair is one of a block map. */
function isOwnLine(text: string, holder: Pair): boolean {
  const start = startOfKey(holder);
  return text.slice(lineStart(text, start), start).trim() === "";
}

function afterLastItem(text: string, map: YAMLMap, key: string, value: EditValue): Splice[] {
  const last = map.items.at(-1) as Pair;
  const style = readStyle(text, map);
  const start = startOfKey(last);
  const indent = start - lineStart(text, start);
  const offset = afterComments(text, lineEnd(text, endOfNode(last.value ?? last.key)), indent);
  const lines = pairLines(key, value, indent, style, siblingForm(map));
  if (siblingsAreSpaced(text, map)) lines.unshift("");
  return [ownLines(text, offset, lines, style.eol)];
}

function intoFlow(text: string, map: YAMLMap, key: string, value: EditValue): Splice[] {
  const last = map.items.at(-1) as Pair;
  const style = readStyle(text, map);
  const pair = flowPair(key, value, style);
  const end = endOfNode(last.value ?? last.key);
  const comma = /^\s*,/.exec(text.slice(end))?.[0].length ?? 0;
  const start = startOfKey(last);
  if (!isOwnLine(text, last)) {
    if (comma > 0) return [{ from: end + comma, to: end + comma, insert: ` ${pair},` }];
    return [{ from: end, to: end, insert: `, ${pair}` }];
  }
  const indent = " ".repeat(start - lineStart(text, start));
  const offset = lineEnd(text, end + comma);
  const line = ownLines(text, offset, [`${indent}${pair}${comma > 0 ? "," : ""}`], style.eol);
  return comma > 0 ? [line] : [{ from: end, to: end, insert: "," }, line];
}

/** Whole lines at the beginning of a line, or at the end of a text without a last line end. */
function ownLines(text: string, offset: number, lines: string[], eol: string): Splice {
  const block = lines.join(eol);
  const isAtLineStart = offset === 0 || text[offset - 1] === "\n";
  return { from: offset, to: offset, insert: isAtLineStart ? `${block}${eol}` : `${eol}${block}` };
}

function applySplices(text: string, list: Splice[]): string {
  let result = text;
  for (const { from, to, insert } of list.toSorted((a, b) => b.from - a.from)) {
    result = result.slice(0, from) + insert + result.slice(to);
  }
  return result;
}

function nest(path: readonly string[], value: EditValue): EditValue {
  return path.reduceRight<EditValue>((inner, key) => ({ [key]: inner }) satisfies EditMap, value);
}

/** The document's value with maps as `Map`, so that no key is special. */
function contents(document: Document.Parsed): unknown {
  return document.errors.length > 0 ? document.errors : document.toJS({ mapAsMap: true });
}

function expected(
  document: Document.Parsed,
  path: readonly string[],
  key: string,
  value: EditValue,
): unknown {
  const root: unknown = document.toJS({ mapAsMap: true });
  let map = root as Map<unknown, unknown>;
  for (const name of path) {
    if (!(map.get(name) instanceof Map)) map.set(name, new Map());
    map = map.get(name) as Map<unknown, unknown>;
  }
  map.set(key, asMaps(value));
  return root;
}

function asMaps(value: EditValue): unknown {
  if (Array.isArray(value)) return value.map((item) => asMaps(item));
  if (typeof value !== "object") return value;
  return new Map(Object.entries(value).map(([key, inner]) => [key, asMaps(inner)]));
}
