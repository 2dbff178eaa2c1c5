import { parseSync, type Node, type Program, Visitor } from "oxc-parser";
import type { ReadSource } from "../../merge/guards.ts";
import { ASKED, DECORATORS } from "./forms.ts";

/** The module of the decorators, however it is imported: by its source, or as it is compiled. */
const FROM_DECORATORS = new RegExp(
  `(?:^#|/)${DECORATORS.replace(/^src\//, "").replace(/\.ts$/, "")}(?:\\.[jt]s)?$`,
);

/** What a condition must speak of to be a guard: the permissions, the login, the membership. */
const GUARDING = new RegExp(
  `(?<![.\\w])(?:${Object.values(ASKED)
    .filter((name) => name !== null)
    .join("|")})\\b`,
);

/**
 * Reads a TypeScript or TSX source. Among the errors are names that are declared twice.
 *
 * @returns null for a file in another language, which holds no guards
 */
export function readSource(path: string, text: string): ReadSource | null {
  if (!/\.tsx?$/.test(path)) return null;
  const { program, errors } = parseSync(path, text, { showSemanticErrors: true });
  return {
    errors: errors.filter(({ severity }) => severity === "Error").map(({ message }) => message),
    guards: { classes: classGuards(program, text), controls: controlConditions(program, text) },
  };
}

/** The decorators of every class and method that come from the runtime, in the order they stand. */
function classGuards(program: Program, text: string): Map<string, string[]> {
  const nameOf = runtimeDecorators(program);
  const guards = new Map<string, string[]>();
  const add = (name: string, decorators: readonly Decorated[]) => {
    const found = decorators.flatMap(({ expression }) => {
      const known = nameOf(expression);
      if (known === null) return [];
      const code = compact(text.slice(expression.start, expression.end));
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

type Decorated = { expression: Node };
type ClassNode = Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>;

/** Tells a decorator's name in the runtime, however it was imported; null: it is none of those. */
function runtimeDecorators(program: Program): (expression: Node) => string | null {
  const names = new Map<string, string>();
  const spaces = new Set<string>();
  for (const node of program.body) {
    if (node.type !== "ImportDeclaration" || !FROM_DECORATORS.test(node.source.value)) continue;
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

/** Where in the text a condition holds. */
interface Extent {
  start: number;
  end: number;
  conditions: string[];
}

/** The conditions under which each link, form and event button of a template is shown. */
function controlConditions(program: Program, text: string): Map<string, string[]> {
  const extents: Extent[] = [];
  const controls: { name: string; at: number }[] = [];
  const guarding = (test: Node, { start, end }: Node, negated = false) => {
    const operands = negated ? [test] : conjuncts(test);
    const conditions = operands
      .map((operand) => compact(text.slice(operand.start, operand.end)))
      .filter((code) => GUARDING.test(code))
      .map((code) => (negated ? `!(${code})` : code));
    if (conditions.length > 0) extents.push({ start, end, conditions });
  };
  new Visitor({
    LogicalExpression(node) {
      if (node.operator === "&&") guarding(node.left, node.right);
    },
    ConditionalExpression(node) {
      guarding(node.test, node.consequent);
      guarding(node.test, node.alternate, true);
    },
    JSXAttribute(node) {
      const name = controlName(node);
      if (name !== null) controls.push({ name, at: node.start });
    },
  }).visit(program);
  const found = new Map<string, string[]>();
  for (const { name, at } of controls) {
    const conditions = extents
      .filter(({ start, end }) => start <= at && at < end)
      .toSorted((one, other) => one.start - other.start || other.end - one.end)
      .flatMap((extent) => extent.conditions);
    found.set(name, [...(found.get(name) ?? []), conditions.join(" && ")]);
  }
  return found;
}

/** `a && b && c` as its parts; one that is no such chain is its only part. */
function conjuncts(test: Node): Node[] {
  if (test.type === "ParenthesizedExpression") return conjuncts(test.expression);
  if (test.type !== "LogicalExpression" || test.operator !== "&&") return [test];
  return [...conjuncts(test.left), ...conjuncts(test.right)];
}

/** What an attribute leads to: `inventoryUrls.update` or `event remove_member`; null: nowhere. */
function controlName(node: Extract<Node, { type: "JSXAttribute" }>): string | null {
  const { name, value } = node;
  if (name.type === "JSXIdentifier" && name.name === "data-event" && value?.type === "Literal") {
    return `event ${String(value.value)}`;
  }
  if (value?.type !== "JSXExpressionContainer") return null;
  const { expression } = value;
  if (expression.type !== "CallExpression") return null;
  const { callee } = expression;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return null;
  if (!callee.object.name.endsWith("Urls") || callee.property.type !== "Identifier") return null;
  return `${callee.object.name}.${callee.property.name}`;
}

/** The code without what a formatter may change: white space, trailing commas, quotes. */
function compact(code: string): string {
  return code
    .replace(/\s+/g, "")
    .replace(/,(?=[)\]}])/g, "")
    .replace(/'([^'"\\]*)'/g, '"$1"');
}
