import { type Node, type Program, Visitor } from "oxc-parser";
import { boundBy, type FunctionNode } from "./bindings.ts";

/** Where a name means something else than what the page was given. */
interface Rebinding {
  name: string;
  start: number;
  end: number;
}

/**
 * Tells whether a name of a page's props is another's at a place of the text: bound once more inside
 * the component, by anything but `const { perms } = page`.
 */
export function rebindingsOf(
  program: Program,
  names: readonly string[],
): (name: string, at: number) => boolean {
  const rebindings: Rebinding[] = [];
  const functions: FunctionNode[] = [];
  const bind = (pattern: Node, { start, end }: Pick<Rebinding, "start" | "end">) => {
    for (const name of boundBy(pattern)) {
      if (names.includes(name)) rebindings.push({ name, start, end });
    }
  };
  const enter = (node: FunctionNode) => {
    // What the component itself is given stands at the top.
    if (functions.length > 0) for (const param of node.params) bind(param, node);
    functions.push(node);
  };
  const leave = () => void functions.pop();
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": leave,
    FunctionExpression: enter,
    "FunctionExpression:exit": leave,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": leave,
    VariableDeclarator({ id, init }) {
      if (isTakenFromPage(id, init)) return;
      bind(id, functions.at(-1) ?? program);
    },
  }).visit(program);
  return (name, at) =>
    rebindings.some((each) => each.name === name && each.start <= at && at < each.end);
}

/** `const { perms, user } = page`, each under its own name. */
function isTakenFromPage(id: Node, init: Node | null): boolean {
  if (id.type !== "ObjectPattern" || init?.type !== "Identifier" || init.name !== "page") {
    return false;
  }
  return id.properties.every((each) => each.type === "Property" && each.shorthand);
}
