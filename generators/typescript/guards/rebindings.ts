import { type Node, type Program, Visitor } from "oxc-parser";
import { boundBy, type FunctionNode } from "./bindings.ts";

type Extent = Pick<Node, "start" | "end">;

/** Where a name means something else than what the page was given. */
interface Rebinding extends Extent {
  name: string;
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
  const taken: { pattern: Node; within: Extent }[] = [];
  const bind = (pattern: Node, { start, end }: Extent) => {
    for (const name of boundBy(pattern)) {
      if (name === "page" || names.includes(name)) rebindings.push({ name, start, end });
    }
  };
  const isRebound = (name: string, at: number) =>
    rebindings.some((each) => each.name === name && each.start <= at && at < each.end);
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
      const within = functions.at(-1) ?? program;
      if (isTakenFromPage(id, init)) taken.push({ pattern: id, within });
      else bind(id, within);
    },
  }).visit(program);
  // What is taken from another page is another's.
  for (const { pattern, within } of taken) {
    if (isRebound("page", pattern.start)) bind(pattern, within);
  }
  return isRebound;
}

/** `const { perms, user } = page`, each under its own name. */
function isTakenFromPage(id: Node, init: Node | null): boolean {
  if (id.type !== "ObjectPattern" || init?.type !== "Identifier" || init.name !== "page") {
    return false;
  }
  return id.properties.every((each) => each.type === "Property" && each.shorthand);
}
