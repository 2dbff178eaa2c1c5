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
 * A merged text with the imports that it needs of those that one of the merged texts has, and without
 * those that only what is gone needed: an edited line may use what generated lines use no more. What
 * the developer's text lacks or has for nothing is theirs to say. One that does not parse stays as it
 * is.
 */
export function keepImports(
  path: string,
  text: string,
  { ours, theirs }: { ours: string; theirs: string },
): string {
  if (!/\.tsx?$/.test(path)) return text;
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) return text;
  const own = importsOf(program, text);
  const used = namesUsed(program);
  const bound = new Set([...namesBound(program), ...own.map(({ local }) => local)]);
  const isInDoubt = [...used].some((name) => !bound.has(name) && isImported(name, ours + theirs));
  if (!isInDoubt && own.every(({ local }) => used.has(local))) return text;
  const needed = new Map<string, Imported>();
  const idle = new Set<string>();
  const asTheyAre = oddities(path, ours);
  for (const source of [theirs, ours]) {
    const { program: its } = parseSync(path, source);
    const usedThere = namesUsed(its);
    for (const each of importsOf(its, source)) {
      const { local } = each;
      if (asTheyAre.has(local)) continue;
      if (used.has(local) && !bound.has(local) && !needed.has(local)) needed.set(local, each);
      if (!used.has(local) && usedThere.has(local)) idle.add(local);
    }
  }
  const dropped = own.filter(({ local }) => idle.has(local));
  const changed = [...needed.values(), ...dropped];
  if (changed.length === 0) return text;
  const modules = new Set(changed.map(({ module }) => module));
  const kept = [...own.filter(({ local }) => !idle.has(local)), ...needed.values()];
  const declared = [...modules].flatMap((module) =>
    declarations(
      module,
      kept.filter((each) => each.module === module),
    ),
  );
  const rest = withoutImports(program, text, modules);
  const at = program.body.find(isImport)?.start ?? 0; // nothing before it has gone
  return inImportOrder(rest.slice(0, at) + declared.join("") + rest.slice(at));
}

/** Whether a declaration at the beginning of a line may import it; seen without parsing. */
function isImported(name: string, texts: string): boolean {
  const word = name.replaceAll("$", "\\$");
  return new RegExp(`^import [^;'"]*(?<![\\w$])${word}(?![\\w$])`, "m").test(texts);
}

/** Names that a text uses without binding them, or imports without using them. */
function oddities(path: string, text: string): ReadonlySet<string> {
  const { program } = parseSync(path, text);
  const used = namesUsed(program);
  const imported = importsOf(program, text).map(({ local }) => local);
  const bound = new Set([...namesBound(program), ...imported]);
  return new Set([
    ...[...used].filter((name) => !bound.has(name)),
    ...imported.filter((name) => !used.has(name)),
  ]);
}

type ImportNode = Extract<Program["body"][number], { type: "ImportDeclaration" }>;

const isImport = (node: Program["body"][number]): node is ImportNode =>
  node.type === "ImportDeclaration";

/** A declaration that can be written anew: it has names, and says no more of its module. */
const isPlain = (node: Program["body"][number]): node is ImportNode =>
  isImport(node) && node.specifiers.length > 0 && node.attributes.length === 0;

function importsOf(program: Program, text: string): Imported[] {
  return program.body.filter(isPlain).flatMap((node) => {
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

/** What one module is imported by: names in braces, and the whole of it. */
function declarations(module: string, imported: readonly Imported[]): string[] {
  const names = imported.filter(({ clause }) => clause !== null);
  const onlyTypes = names.every(({ isType }) => isType);
  const clauses = names.map(({ clause, isType }) =>
    isType && !onlyTypes ? `type ${clause}` : clause,
  );
  const whole = imported.flatMap(({ clause, isType, local }) =>
    clause === null ? [`import ${isType ? "type " : ""}* as ${local} from "${module}";\n`] : [],
  );
  if (names.length === 0) return whole;
  return [
    ...whole,
    `import ${onlyTypes ? "type " : ""}{ ${clauses.join(", ")} } from "${module}";\n`,
  ];
}

/** The text without its declarations of names from these modules; other imports stay. */
function withoutImports(program: Program, text: string, modules: ReadonlySet<string>): string {
  return program.body.toReversed().reduce((rest, node) => {
    if (!isPlain(node) || !modules.has(node.source.value)) return rest;
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
