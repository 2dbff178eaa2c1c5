import { posix } from "node:path";
import { subpath } from "../code/names.ts";
import { MOVED_NAMES } from "../project/moved-modules.ts";

/** A declaration that imports names alone. */
const DECLARATION = /^import (type )?\{([^{}]*)\} from (["'])((?:\.{1,2}\/|#)[^"'\n]+)\3;?\n/gm;

const MODULES = Object.keys(MOVED_NAMES);

/**
 * A text in which names that another module exports now are imported from there, by a declaration of
 * their own.
 *
 * @param from where the text stands
 */
export function splitImports(text: string, from: string): string {
  return text.replace(
    DECLARATION,
    (all, type: string | undefined, names: string, _, said: string) => {
      const module = MODULES.find((each) => each === pathOf(said, from) || subpath(each) === said);
      const moved = MOVED_NAMES[module ?? ""] ?? {};
      const clauses = names.split(",").flatMap((clause) => clause.trim() || []);
      const places = new Map<string, string[]>();
      for (const clause of clauses) {
        const name = /^(?:type\s+)?(\w+)/.exec(clause)?.[1] ?? "";
        const place = Object.hasOwn(moved, name) ? sayAs(said, moved[name] ?? "", from) : said;
        places.set(place, [...(places.get(place) ?? []), clause]);
      }
      if (places.size <= 1 && places.has(said)) return all;
      return [...places]
        .map(([place, own]) => `import ${type ?? ""}{ ${own.join(", ")} } from "${place}";\n`)
        .join("");
    },
  );
}

function pathOf(said: string, from: string): string {
  return posix.join(posix.dirname(from), said);
}

/** By path where the old place was said so. */
function sayAs(said: string, place: string, from: string): string {
  if (said.startsWith("#")) return subpath(place);
  const path = posix.relative(posix.dirname(from), place);
  return path.startsWith(".") ? path : `./${path}`;
}
