import { type Node, type Program, Visitor } from "oxc-parser";
import { namesBound } from "./bindings.ts";
import { placeOfModule } from "./place-of-module.ts";

/** The module of an app's paths, however it is imported: by its source, or as it is compiled. */
const FROM_URLS = /(?:^|\/)urls\.[jt]s$|^#.*\/urls$/;

/** What an app's paths are called. */
const URLS = /Urls$/;

/** A member of an object, or what is taken out of it by a pattern. */
interface Member {
  object: Node;
  property: Node;
  /** The property is worked out: `urls[name]`. */
  computed: boolean;
}

/** The paths that a text speaks of, whatever it calls them. */
export interface UrlsInScope {
  /** `inventoryUrls.update`; `inventoryUrls` where it does not say which; null: it is no path. */
  nameOf: (member: Member) => string | null;
}

export function urlsInScope(program: Program): UrlsInScope {
  const names = new Map<string, string>();
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration") continue;
    for (const each of node.specifiers) {
      if (each.type !== "ImportSpecifier") continue;
      const imported = each.imported.type === "Literal" ? each.imported.value : each.imported.name;
      const isUrls = FROM_URLS.test(node.source.value) || URLS.test(imported);
      if (isUrls) names.set(each.local.name, imported);
    }
  }
  const objectNamed = (node: Node): string | null => {
    if (node.type === "Identifier") {
      return names.get(node.name) ?? (URLS.test(node.name) ? node.name : null);
    }
    // Of a module that was imported as a whole.
    if (node.type !== "MemberExpression" || node.property.type !== "Identifier") return null;
    return URLS.test(node.property.name) ? node.property.name : null;
  };
  new Visitor({
    VariableDeclarator({ id, init }) {
      const named = init === null ? null : objectNamed(init);
      if (id.type === "Identifier" && named !== null) names.set(id.name, named);
    },
  }).visit(program);
  return {
    nameOf({ object, property, computed }) {
      const named = objectNamed(object);
      if (named === null) return null;
      const key = keyOf(property, computed);
      return key === null ? named : `${named}.${key}`;
    },
  };
}

/** A path that a text names, and where. */
export interface NamedPath {
  start: number;
  end: number;
  /** `inventoryUrls.detail of src/apps/inventory/urls.ts` */
  name: string;
}

/**
 * The paths that a text has from the urls.ts of an app, under whatever name. What is bound once more
 * in the text, comes from elsewhere or is worked out is none of them.
 *
 * @param path of the text in the project
 */
export function pathsOfUrls(program: Program, path: string): NamedPath[] {
  const bound = namesBound(program);
  const objects = new Map<string, { name: string; of: string }>();
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration" || !FROM_URLS.test(node.source.value)) continue;
    for (const each of node.specifiers) {
      if (each.type !== "ImportSpecifier" || bound.has(each.local.name)) continue;
      const name = each.imported.type === "Literal" ? each.imported.value : each.imported.name;
      objects.set(each.local.name, { name, of: placeOfModule(node.source.value, path) });
    }
  }
  const paths: NamedPath[] = [];
  new Visitor({
    MemberExpression({ object, property, computed, start, end }) {
      const from = object.type === "Identifier" ? objects.get(object.name) : undefined;
      const key = keyOf(property, computed);
      if (from && key !== null)
        paths.push({ start, end, name: `${from.name}.${key} of ${from.of}` });
    },
  }).visit(program);
  return paths;
}

/** null: it is worked out. */
function keyOf(property: Node, computed: boolean): string | null {
  if (property.type === "Identifier" && !computed) return property.name;
  return property.type === "Literal" ? String(property.value) : null;
}
