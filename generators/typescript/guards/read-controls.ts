import { type Node, type Program, Visitor } from "oxc-parser";
import { compact } from "./compact.ts";
import { ASKED } from "./forms.ts";
import { urlsInScope } from "./read-urls.ts";
import { rebindingsOf } from "./rebindings.ts";

/** The names that a condition must speak of to be a guard: permissions, login, membership. */
const PROPS = Object.values(ASKED).filter((name) => name !== null);
const GUARDING = new RegExp(`(?<![.\\w])(?:${PROPS.join("|")})\\b`, "g");

/** Where in the text a condition holds. */
interface Extent {
  start: number;
  end: number;
  conditions: string[];
}

/**
 * The conditions under which each link, form and event button of a template is shown. A control
 * stands where its element is made, also in the props of a component and in what they render: only
 * a condition around that element counts, and none that is handed to a component.
 */
export function controlConditions(program: Program, text: string): Map<string, string[]> {
  const extents: Extent[] = [];
  const controls: { name: string; element: Node | undefined }[] = [];
  const elements: Extract<Node, { type: "JSXElement" }>[] = [];
  const { nameOf } = urlsInScope(program);
  const isRebound = rebindingsOf(program, PROPS);
  const found = (name: string | null) => {
    if (name !== null) controls.push({ name, element: elements.at(-1) });
  };
  const guarding = (test: Node, { start, end }: Node, negated = false) => {
    const operands = negated ? [test] : conjuncts(test);
    const conditions = operands
      .filter((operand) => isGuard(text.slice(operand.start, operand.end), operand.start))
      .map((operand) => compact(text.slice(operand.start, operand.end)))
      .map((code) => (negated ? `!(${code})` : code));
    if (conditions.length > 0) extents.push({ start, end, conditions });
  };
  const isGuard = (code: string, at: number) => {
    const asked = [...code.matchAll(GUARDING)].map(([name]) => name);
    return asked.length > 0 && !asked.some((name) => isRebound(name, at));
  };
  new Visitor({
    LogicalExpression(node) {
      if (node.operator === "&&") guarding(node.left, node.right);
    },
    ConditionalExpression(node) {
      guarding(node.test, node.consequent);
      guarding(node.test, node.alternate, true);
    },
    JSXElement: (node) => void elements.push(node),
    "JSXElement:exit": () => void elements.pop(),
    JSXAttribute: (node) => found(eventNamed(node, elements.at(-1), text)),
    CallExpression: (node) => found(eventCalled(node)),
    MemberExpression: (node) => found(nameOf(node)),
    VariableDeclarator: ({ id, init }) => {
      if (id.type !== "ObjectPattern" || init === null) return;
      for (const each of id.properties) {
        if (each.type !== "Property") continue;
        found(nameOf({ object: init, property: each.key, computed: each.computed }));
      }
    },
  }).visit(program);
  const conditions = new Map<string, string[]>();
  for (const { name, element } of controls) {
    // One whose element is not made here may be shown under any condition.
    const holding = element === undefined ? [] : extents.filter(contains(element));
    const condition = holding
      .toSorted((one, other) => one.start - other.start || other.end - one.end)
      .flatMap((extent) => extent.conditions)
      .join(" && ");
    conditions.set(name, [...(conditions.get(name) ?? []), condition]);
  }
  return conditions;
}

function contains(node: Node): (extent: Extent) => boolean {
  return ({ start, end }) => start <= node.start && node.start < end;
}

/** `a && b && c` as its parts; one that is no such chain is its only part. */
function conjuncts(test: Node): Node[] {
  if (test.type === "ParenthesizedExpression") return conjuncts(test.expression);
  if (test.type !== "LogicalExpression" || test.operator !== "&&") return [test];
  return [...conjuncts(test.left), ...conjuncts(test.right)];
}

/** `event remove_member`, by an attribute of an element or a prop of a component; null: no event. */
function eventNamed(
  { name, value }: Extract<Node, { type: "JSXAttribute" }>,
  element: Extract<Node, { type: "JSXElement" }> | undefined,
  text: string,
): string | null {
  if (name.type !== "JSXIdentifier" || value === null) return null;
  const tag = element?.openingElement.name;
  const isComponent = tag !== undefined && /^[A-Z]|\./.test(text.slice(tag.start, tag.end));
  if (name.name !== "data-event" && !(name.name === "event" && isComponent)) return null;
  const expression = value.type === "JSXExpressionContainer" ? value.expression : value;
  if (expression.type === "Literal") return `event ${String(expression.value)}`;
  return `event {${compact(text.slice(expression.start, expression.end))}}`;
}

/** The event whose values `eventValues(page, "remove_member")` writes. */
function eventCalled({
  callee,
  arguments: [, event],
}: Extract<Node, { type: "CallExpression" }>): string | null {
  if (callee.type !== "Identifier" || callee.name !== "eventValues") return null;
  return event?.type === "Literal" ? `event ${String(event.value)}` : null;
}
