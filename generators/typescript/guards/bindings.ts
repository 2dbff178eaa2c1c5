import { type Node, type Program, Visitor } from "oxc-parser";

/** A function, of any form. */
export interface FunctionNode {
  start: number;
  end: number;
  params: readonly Node[];
}

/** Every name that a text binds, at whatever place, but for what it imports. */
export function namesBound(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (pattern: Node | null) => {
    if (pattern !== null) for (const name of boundBy(pattern)) names.add(name);
  };
  const bindAll = ({ params }: FunctionNode) => params.forEach(bind);
  new Visitor({
    FunctionDeclaration: (node) => {
      bind(node.id);
      bindAll(node);
    },
    FunctionExpression: bindAll,
    ArrowFunctionExpression: bindAll,
    ClassDeclaration: ({ id }) => bind(id),
    VariableDeclarator: ({ id }) => bind(id),
    CatchClause: ({ param }) => bind(param),
  }).visit(program);
  return names;
}

/** The names that a pattern binds. */
export function boundBy(pattern: Node): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((each) =>
        boundBy(each.type === "Property" ? each.value : each.argument),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((each) => (each === null ? [] : boundBy(each)));
    case "AssignmentPattern":
      return boundBy(pattern.left);
    case "RestElement":
      return boundBy(pattern.argument);
    default:
      return [];
  }
}
