import { isDeepStrictEqual } from "node:util";
import type { Side } from "./three-way.ts";

type Entries = Record<string, unknown>;

/** Three JSON texts as objects. */
interface Objects {
  base: Entries;
  ours: Entries;
  theirs: Entries;
}

/**
 * The three-way merge of JSON objects, key by key: where a key stands says nothing, and a neighbour that
 * changed is no conflict. Lists and plain values are taken whole.
 *
 * @param side which side wins where both changed a key; null: neither
 * @returns the text in the developer's order and indentation; null when a text is no object, or both
 *   changed a key and no side wins
 */
export function mergeByKey(
  base: string,
  ours: string,
  theirs: string,
  side: Side | null,
): string | null {
  const [baseObject, ourObject, theirObject] = [base, ours, theirs].map(objectIn);
  if (!baseObject || !ourObject || !theirObject) return null;
  const objects = { base: baseObject, ours: ourObject, theirs: theirObject };
  const merged = mergeObjects(objects, side);
  if (merged === null) return null;
  const indentation = /^([ \t]+)"/m.exec(ours)?.[1] ?? "  ";
  return `${JSON.stringify(merged, null, indentation)}\n`;
}

function objectIn(text: string): Entries | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Entries {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** null: both changed a key, and neither wins. */
function mergeObjects({ base, ours, theirs }: Objects, side: Side | null): Entries | null {
  const merged: [string, unknown][] = [];
  for (const key of keysInOrder(ours, theirs)) {
    const [before, our, their] = [base, ours, theirs].map((from) => own(from, key));
    const value = mergeValues(before, our, their, side);
    if (value === CONFLICT) return null;
    if (value !== undefined) merged.push([key, value]);
  }
  return Object.fromEntries(merged);
}

const CONFLICT = Symbol("both changed it");

/** undefined is a key that is not there. */
function mergeValues(before: unknown, our: unknown, their: unknown, side: Side | null): unknown {
  if (isDeepStrictEqual(our, their) || isDeepStrictEqual(before, their)) return our;
  if (isDeepStrictEqual(before, our)) return their;
  if (isObject(our) && isObject(their)) {
    const objects = { base: isObject(before) ? before : {}, ours: our, theirs: their };
    return mergeObjects(objects, side) ?? CONFLICT;
  }
  if (side === null) return CONFLICT;
  return side === "ours" ? our : their;
}

/** The developer's keys in their order; the generator's new ones after those they follow there. */
function keysInOrder(ours: Entries, theirs: Entries): string[] {
  const keys = Object.keys(ours);
  let previous: string | undefined;
  for (const key of Object.keys(theirs)) {
    const place = previous === undefined ? 0 : keys.indexOf(previous) + 1;
    if (!keys.includes(key)) keys.splice(place, 0, key);
    previous = key;
  }
  return keys;
}

function own(object: Entries, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
