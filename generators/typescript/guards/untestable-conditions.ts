import { type Node, parseSync, type Program } from "oxc-parser";
import type { UntestableCondition } from "../../verifier.ts";
import { asksOf } from "./asks.ts";
import { placeOfModule } from "./place-of-module.ts";
import { type Place, placesIn } from "./places.ts";

/** Functions of the runtime that show rows to those who may: the answer is their second argument. */
const SHOWING: readonly (readonly [module: string, names: readonly string[]])[] = [
  ["src/rows/rows.ts", ["visible"]],
  ["src/forms/pickers.ts", ["offersOf", "offersByRow"]],
];
/** Sources in folders of the application, as in the generated closed-world test. */
const APPLICATION = /^(?!(?:dist|migrations|node_modules|public|tests)\/)[^/]+\/.*\.[cm]?[jt]sx?$/;
/** Attributes that lead somewhere or do something. */
const LEADING = /^(?:href|data-event|hx-.*|on.*|action|form.*)$/i;

/**
 * The places of a source that ask for a permission in another way than "and" and "or": where somebody
 * with more rights may get less, or where nobody can say what becomes of the answer. The visitors of
 * the matrix tell a condition from those of `any` and `all` alone, so no test says whether it is right.
 *
 * @returns one place a line; none for a file that is no source of the application
 */
export function untestableConditions(path: string, text: string): UntestableCondition[] {
  if (!APPLICATION.test(path)) return [];
  const { program } = parseSync(path, text);
  const places = [...placesIn(program)];
  const answers = new Map<string, boolean>();
  const shows = new Set(
    SHOWING.flatMap(([module, names]) => [...importedFrom(program, path, module, names)]),
  );
  const found = new Map<number, UntestableCondition>();
  // A name that holds an answer asks the same wherever it stands, so the text is read until none is new.
  for (let known = -1; known < answers.size;) {
    known = answers.size;
    for (const ask of places.flatMap((place) => asksOf(place, answers))) {
      if (ask.isKnown && isMonotone(ask.place, ask.isNegative, { answers, shows })) continue;
      const { start, end } = excerpt(ask.place);
      const line = text.slice(0, start).split("\n").length;
      if (!found.has(line))
        found.set(line, { line, code: text.slice(start, end).replaceAll(/\s+/g, " ") });
    }
  }
  return [...found.values()].toSorted((one, other) => one.line - other.line);
}

/** Enough to be found by. */
function excerpt({ node, above }: Place): Node {
  const around = above?.node;
  return around !== undefined && around.end - around.start <= 60 ? around : node;
}

interface Known {
  /** Names that hold an answer, and whether it is turned around. */
  answers: Map<string, boolean>;
  /** Names of the runtime's `visible(what, mayView)` and its like, which show rows to those who may. */
  shows: ReadonlySet<string>;
}

/**
 * Whether more rights never take anything away.
 *
 * @param isNegative the value at this place is true for those who lack the permission
 */
function isMonotone(place: Place, isNegative: boolean, known: Known): boolean {
  const { answers, shows } = known;
  const { node, above } = place;
  if (above === null) return false;
  const parent = above.node;
  const goesOn = (negative = isNegative) => isMonotone(above, negative, known);
  switch (parent.type) {
    case "ParenthesizedExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "ChainExpression":
      return goesOn();
    case "UnaryExpression":
      return parent.operator === "!" && goesOn(!isNegative);
    case "LogicalExpression":
      if (parent.operator === "??") return false;
      if (assigns(parent.right)) return false;
      if (parent.left !== node || !holdsMarkup(parent.right)) return goesOn();
      return (parent.operator === "&&") !== isNegative || isPlain(parent.right, answers);
    case "ConditionalExpression": {
      if (parent.test !== node) return goesOn();
      const { consequent, alternate } = parent;
      const [more, less] = isNegative ? [alternate, consequent] : [consequent, alternate];
      if (!isPlain(less, answers)) return false;
      if (holdsMarkup(more) || holdsMarkup(less) || less.type === "ArrayExpression") return true;
      return isNothing(less) ? goesOn(false) : isWords(less) && isOnlyRead(above);
    }
    case "IfStatement": {
      const { consequent, alternate } = parent;
      // Whoever lacks it is sent away; with what, the view says.
      if (isNegative && leaves(consequent)) return !holdsMarkup(consequent);
      if (isNegative) return isPlain(consequent, answers);
      if (assigns(consequent)) return false;
      return alternate === null ? !leaves(consequent) : isPlain(alternate, answers);
    }
    case "VariableDeclarator": {
      const isConst =
        above.above?.node.type === "VariableDeclaration" && above.above.node.kind === "const";
      if (!isConst || parent.id.type !== "Identifier") return false;
      // Two of one name that ask for the opposite would be taken for each other.
      if ((answers.get(parent.id.name) ?? isNegative) !== isNegative) return false;
      answers.set(parent.id.name, isNegative);
      return true;
    }
    case "JSXExpressionContainer":
      return !isNegative && above.above?.node.type !== "JSXAttribute";
    case "ArrowFunctionExpression":
      return !isNegative && isFilter(above);
    case "CallExpression":
      return !isNegative && shows.has(nameOf(parent.callee)) && parent.arguments[1] === node;
    case "ExpressionStatement":
      return !isNegative;
    default:
      return false;
  }
}

/** `rows.filter((row) => …)`: more rights, more rows. */
function isFilter({ node, above }: Place): boolean {
  if (above?.node.type !== "CallExpression" || above.node.arguments[0] !== node) return false;
  const { callee } = above.node;
  return (
    callee.type === "MemberExpression" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "filter"
  );
}

function nameOf(node: Node): string {
  return node.type === "Identifier" ? node.name : "";
}

/** The names under which a text knows what a module exports. */
function importedFrom(
  program: Program,
  path: string,
  module: string,
  names: readonly string[],
): Set<string> {
  const found = program.body.flatMap((node) => {
    if (node.type !== "ImportDeclaration") return [];
    if (placeOfModule(node.source.value, path) !== module) return [];
    return node.specifiers.flatMap((each) =>
      each.type === "ImportSpecifier" && names.includes(nameOf(each.imported))
        ? [each.local.name]
        : [],
    );
  });
  return new Set(found);
}

function holdsMarkup(node: Node): boolean {
  return [...placesIn(node)].some(({ node: { type } }) => /^JSX(?:Element|Fragment)$/.test(type));
}

/** What may be shown to those who lack a permission: it leads nowhere, writes nothing, asks nothing. */
function isPlain(node: Node, answers: ReadonlyMap<string, boolean>): boolean {
  return [...placesIn(node)].every((place) => {
    if (asksOf(place, answers).length > 0) return false;
    switch (place.node.type) {
      case "JSXOpeningElement": {
        const { name } = place.node;
        return (
          name.type === "JSXIdentifier" &&
          /^(?!(?:a|button|form|input|select|textarea)$)[a-z]/.test(name.name)
        );
      }
      case "JSXAttribute":
        return place.node.name.type === "JSXIdentifier" && !LEADING.test(place.node.name.name);
      case "JSXSpreadAttribute":
      case "AssignmentExpression":
      case "UpdateExpression":
        return false;
      case "CallExpression":
        return place.node.callee.type !== "MemberExpression";
      default:
        return true;
    }
  });
}

function isNothing(node: Node): boolean {
  if (node.type === "Identifier") return node.name === "undefined";
  return node.type === "Literal" && (node.value === null || node.value === false);
}

/** A text or a number, which only says something. */
function isWords(node: Node): boolean {
  if (node.type !== "Literal") return node.type === "TemplateLiteral";
  return typeof node.value === "string" || typeof node.value === "number";
}

/** What stands there is read by people, or says where a view leads on: nothing is decided by it. */
function isOnlyRead({ node, above }: Place): boolean {
  const parent = above?.node;
  if (parent?.type === "CallExpression") {
    const { callee } = parent;
    return callee.type === "MemberExpression" && nameOf(callee.property) === "redirect";
  }
  if (parent?.type !== "JSXExpressionContainer" || parent.expression !== node) return false;
  const attribute = above?.above?.node;
  if (attribute?.type !== "JSXAttribute") return true;
  return attribute.name.type === "JSXIdentifier" && !LEADING.test(attribute.name.name);
}

/** It changes what a name stands for, which may decide something elsewhere. */
function assigns(node: Node): boolean {
  return [...placesIn(node)].some(({ node: { type } }) =>
    /^(?:Assignment|Update)Expression$/.test(type),
  );
}

function leaves(statement: Node): boolean {
  const last = statement.type === "BlockStatement" ? statement.body.at(-1) : statement;
  return /^(?:Return|Throw|Continue|Break)Statement$/.test(last?.type ?? "");
}
