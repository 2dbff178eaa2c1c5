import { type Node, type Program, Visitor } from "oxc-parser";

/** The module of an app's paths, however it is imported: by its source, or as it is compiled. */
const FROM_URLS = /(?:^|\/)urls\.[jt]s$/;

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
      const key =
        property.type === "Identifier" && !computed
          ? property.name
          : property.type === "Literal"
            ? String(property.value)
            : null;
      return key === null ? named : `${named}.${key}`;
    },
  };
}
