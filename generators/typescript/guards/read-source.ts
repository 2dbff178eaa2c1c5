import { parseSync, type Node, type Program, Visitor } from "oxc-parser";
import type { ReadSource } from "../../merge/guards.ts";
import { compact } from "./compact.ts";
import { DECORATORS } from "./forms.ts";
import { placeOfModule } from "./place-of-module.ts";
import { controlConditions } from "./read-controls.ts";
import { type NamedPath, pathsOfUrls } from "./read-urls.ts";

/**
 * Reads a TypeScript or TSX source. Among the errors are names that are declared twice.
 *
 * @returns null for a file in another language, which holds no guards
 */
export function readSource(path: string, text: string): ReadSource | null {
  if (!/\.tsx?$/.test(path)) return null;
  const { program, errors } = parseSync(path, text, { showSemanticErrors: true });
  const hasMarkup = path.endsWith("x");
  return {
    errors: errors.filter(({ severity }) => severity === "Error").map(({ message }) => message),
    guards: {
      classes: classGuards(program, path, text),
      controls: hasMarkup ? controlConditions(program, text) : new Map(),
    },
  };
}

/**
 * The decorators of every class and method that come from the runtime, in the order they stand. A path
 * is named in them by where it is said.
 */
function classGuards(program: Program, path: string, text: string): Map<string, string[]> {
  const nameOf = runtimeDecorators(program, path);
  const paths = pathsOfUrls(program, path);
  const guards = new Map<string, string[]>();
  const add = (name: string, decorators: readonly Decorated[]) => {
    const found = decorators.flatMap(({ expression }) => {
      const known = nameOf(expression);
      if (known === null) return [];
      const code = withPaths(expression, text, paths);
      return [`@${known}${code.includes("(") ? code.slice(code.indexOf("(")) : ""}`];
    });
    if (found.length > 0) guards.set(name, [...(guards.get(name) ?? []), found.join(" ")]);
  };
  const visit = (node: ClassNode) => {
    const name = node.id?.name ?? "(class without a name)";
    add(name, node.decorators);
    for (const member of node.body.body) {
      if (!("decorators" in member) || !("key" in member)) continue;
      const key = text.slice(member.key.start, member.key.end);
      add(`${name}.${key}`, member.decorators ?? []);
    }
  };
  new Visitor({ ClassDeclaration: visit, ClassExpression: visit }).visit(program);
  return guards;
}

/** The compact code of an expression. */
function withPaths({ start, end }: Node, text: string, paths: readonly NamedPath[]): string {
  let code = "";
  let at = start;
  for (const path of paths) {
    if (path.start < at || end < path.end) continue;
    code += compact(text.slice(at, path.start)) + path.name;
    at = path.end;
  }
  return code + compact(text.slice(at, end));
}

type Decorated = { expression: Node };
type ClassNode = Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>;

/** Tells a decorator's name in the runtime, however it was imported; null: it is none of those. */
function runtimeDecorators(program: Program, path: string): (expression: Node) => string | null {
  const names = new Map<string, string>();
  const spaces = new Set<string>();
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration") continue;
    if (placeOfModule(node.source.value, path) !== DECORATORS) continue;
    for (const each of node.specifiers) {
      if (each.type === "ImportNamespaceSpecifier") spaces.add(each.local.name);
      if (each.type !== "ImportSpecifier") continue;
      const { imported } = each;
      names.set(each.local.name, imported.type === "Literal" ? imported.value : imported.name);
    }
  }
  return (expression) => {
    const callee = expression.type === "CallExpression" ? expression.callee : expression;
    if (callee.type === "Identifier") return names.get(callee.name) ?? null;
    if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return null;
    if (!spaces.has(callee.object.name) || callee.property.type !== "Identifier") return null;
    return callee.property.name;
  };
}
