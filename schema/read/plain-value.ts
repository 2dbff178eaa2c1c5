import { isAlias, isMap, isScalar, isSeq, type Document, type Node } from "yaml";
import { LIMITS } from "../limits.ts";
import { notYaml, strangeTag, type TextProblem } from "./text-problem.ts";

/** Counts values over all files, so that aliases cannot multiply without bound. */
export interface Budget {
  values: number;
}

export interface PlainValue {
  /** JSON data; keys that repeat keep their first value. */
  value: unknown;
  problems: TextProblem[];
}

/**
 * The data of a YAML document as JSON values. Reports keys that repeat, tags, numbers that JSON
 * cannot hold exactly, aliases without an anchor, and more values than the budget holds.
 */
export function plainValue(document: Document.Parsed, budget: Budget): PlainValue {
  const problems: TextProblem[] = [];
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let exhausted = false;

  /** @param key under which the node stands in a map */
  function read(node: Node | null | undefined, key = ""): unknown {
    if (node === null || node === undefined || exhausted) return null;
    const offset = node.range?.[0] ?? 0;
    if (++budget.values > LIMITS.values) {
      exhausted = true;
      const message = `The manifest holds more than ${LIMITS.values} values.`;
      const hint = "Do aliases (`*name`) refer to aliases? Each use counts.";
      problems.push({ code: "SP005", offset, message, hint });
      return null;
    }
    if (isAlias(node)) return readAlias(node.source, offset, key);
    if (node.anchor) anchors.set(node.anchor, node);
    if (node.tag && !CORE_TAGS.has(node.tag)) {
      const message = `The YAML tag ${JSON.stringify(node.tag)} has no meaning here.`;
      problems.push({ ...strangeTag(message), offset, hint: "Remove the tag." });
    }
    open.add(node);
    const value = isMap(node)
      ? readMap(node.items, ORDERED.has(key))
      : isSeq(node)
        ? node.items.map((item) => read(item as Node | null))
        : isScalar(node)
          ? readScalar(node.value, offset)
          : null;
    open.delete(node);
    return value;
  }

  function readMap(
    items: { key: unknown; value: unknown }[],
    isOrdered: boolean,
  ): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const written: string[] = [];
    for (const item of items) {
      const node = item.key as Node | null;
      const key = isScalar(node) ? String(node.value) : "";
      if (Object.hasOwn(map, key)) {
        const offset = node?.range?.[0] ?? 0;
        const message = `The key \`${key}\` stands here twice.`;
        problems.push({ code: "SP002", offset, message, hint: "Remove or rename one of them." });
        continue;
      }
      written.push(key);
      const value = read(item.value as Node | null, key);
      // Assigning to `__proto__` would change the object's prototype instead.
      Object.defineProperty(map, key, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
    const misplaced = Object.keys(map).findIndex((key, place) => key !== written[place]);
    if (isOrdered && misplaced >= 0) {
      const offset = (items[misplaced]?.key as Node | undefined)?.range?.[0] ?? 0;
      problems.push({ ...LOST_ORDER, offset });
    }
    return map;
  }

  function readAlias(name: string, offset: number, key: string): unknown {
    const target = anchors.get(name);
    if (target === undefined || open.has(target)) {
      const message = target
        ? `The alias \`*${name}\` stands inside its own anchor.`
        : `No anchor \`&${name}\` stands before this alias.`;
      problems.push({ ...notYaml(message), offset });
      return null;
    }
    return read(target, key);
  }

  function readScalar(value: unknown, offset: number): unknown {
    const exact = typeof value !== "number" || Number.isSafeInteger(value) || isFraction(value);
    if (exact && typeof value !== "bigint") return value;
    problems.push({
      code: "SP013",
      offset,
      message: "This number cannot be kept exactly.",
      hint: 'Write it in quotes, as in "9007199254740993".',
    });
    return null;
  }

  const value = read(document.contents);
  return { value, problems };
}

/** Keys of the language whose maps say an order. */
const ORDERED: ReadonlySet<string> = new Set(["choices"]);

const LOST_ORDER = {
  code: "SP014",
  message: "Keys that are whole numbers come before others, in ascending order.",
  hint: "Write them so, or give the choices other names.",
} as const;

const CORE_TAGS = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((name) => `tag:yaml.org,2002:${name}`),
);

function isFraction(value: number): boolean {
  return Number.isFinite(value) && !Number.isInteger(value);
}
