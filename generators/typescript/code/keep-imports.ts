import { parseSync, type Node, type Program, Visitor } from "oxc-parser";
import { namesBound } from "../guards/bindings.ts";
import { inImportOrder } from "./import-order.ts";

/** One name that a text imports. */
interface Imported {
  local: string;
  module: string;
  /** As in braces: `eq`, `type Labels`, `default as x`; null: the whole module, by `local`. */
  clause: string | null;
  isType: boolean;
}

/**
 * A merged text with the imports that it needs of those that one of its sources has: an edited line
 * may use what generated lines use no more. One that does not parse stays as it is.
 *
 * @param sources the texts that were merged, the one that says it best first
 */
export function keepImports(path: string, text: string, sources: readonly string[]): string {
  if (!/\.tsx?$/.test(path)) return text;
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return text;
  const own = importsOf(program, text);
  const known = new Set([...namesBound(program), ...own.map(({ local }) => local)]);
  const missing = new Map<string, Imported>();
  for (const name of namesUsed(program)) if (!known.has(name)) missing.set(name, NOBODYS);
  for (const source of sources) {
    for (const each of importsOf(parseSync(path, source).program, source)) {
      if (missing.get(each.local) === NOBODYS) missing.set(each.local, each);
    }
  }
  const kept = [...missing.values()].filter((each) => each !== NOBODYS);
  if (kept.length === 0) return text;
  const modules = new Set(kept.filter(({ clause }) => clause !== null).map((each) => each.module));
  const isAnew = ({ clause, module }: Imported) => clause !== null && modules.has(module);
  const anew = [...modules].map((module) =>
    declaration(
      module,
      [...own, ...kept].filter((each) => each.module === module && isAnew(each)),
    ),
  );
  const whole = kept.filter(({ clause }) => clause === null).map(wholeModule);
  const rest = withoutImports(program, text, modules);
  const at = Math.max(0, rest.search(/^import /m));
  return inImportOrder(rest.slice(0, at) + [...whole, ...anew].join("") + rest.slice(at));
}

/** Stands for a name that is used and that no text imports: a global, or a mistake. */
const NOBODYS: Imported = { local: "", module: "", clause: null, isType: false };

function importsOf(program: Program, text: string): Imported[] {
  return program.body.flatMap((node) => {
    if (node.type !== "ImportDeclaration") return [];
    const module = node.source.value;
    return node.specifiers.map((each): Imported => {
      const local = each.local.name;
      const isType = node.importKind === "type";
      if (each.type === "ImportNamespaceSpecifier") return { local, module, clause: null, isType };
      if (each.type === "ImportDefaultSpecifier") {
        return { local, module, clause: `default as ${local}`, isType };
      }
      const clause = text.slice(each.start, each.end).replace(/^type\s+/, "");
      return { local, module, clause, isType: isType || each.importKind === "type" };
    });
  });
}

function declaration(module: string, names: readonly Imported[]): string {
  const onlyTypes = names.every(({ isType }) => isType);
  const clauses = names.map(({ clause, isType }) =>
    isType && !onlyTypes ? `type ${clause}` : clause,
  );
  return `import ${onlyTypes ? "type " : ""}{ ${clauses.join(", ")} } from "${module}";\n`;
}

function wholeModule({ local, module, isType }: Imported): string {
  return `import ${isType ? "type " : ""}* as ${local} from "${module}";\n`;
}

/** The text without its declarations of names from these modules. */
function withoutImports(program: Program, text: string, modules: ReadonlySet<string>): string {
  return program.body.toReversed().reduce((rest, node) => {
    if (node.type !== "ImportDeclaration" || !modules.has(node.source.value)) return rest;
    if (node.specifiers.some(({ type }) => type === "ImportNamespaceSpecifier")) return rest;
    return rest.slice(0, node.start) + rest.slice(node.end).replace(/^\r?\n/, "");
  }, text);
}

/** Every name that a text refers to, but for properties, keys and what declarations import. */
function namesUsed(program: Program): ReadonlySet<string> {
  const names = new Map<number, string>();
  const not = new Set<number>();
  const key = ({ key: { start }, computed }: { key: Node; computed?: boolean }) => {
    if (!computed) not.add(start);
  };
  const use = ({ name, start }: { name: string; start: number }) => void names.set(start, name);
  new Visitor({
    Identifier: use,
    JSXIdentifier: use,
    MemberExpression({ property, computed }) {
      if (!computed) not.add(property.start);
    },
    JSXMemberExpression: ({ property }) => void not.add(property.start),
    TSQualifiedName: ({ right }) => void not.add(right.start),
    JSXAttribute: ({ name }) => void not.add(name.start),
    Property(node) {
      if (!node.shorthand) key(node);
    },
    PropertyDefinition: key,
    MethodDefinition: key,
    TSPropertySignature: key,
    TSMethodSignature: key,
    ImportSpecifier: ({ imported, local }) => void not.add(imported.start).add(local.start),
    ImportDefaultSpecifier: ({ local }) => void not.add(local.start),
    ImportNamespaceSpecifier: ({ local }) => void not.add(local.start),
  }).visit(program);
  return new Set([...names].flatMap(([start, name]) => (not.has(start) ? [] : [name])));
}
