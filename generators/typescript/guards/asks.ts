import type { Node } from "oxc-parser";
import { ASKED } from "./forms.ts";
import type { Place } from "./places.ts";

/** A place where code asks for a permission. */
export interface Ask {
  place: Place;
  /** The value there is true for those who lack it. */
  isNegative: boolean;
  /** Which permission it asks for can be read. */
  isKnown: boolean;
}

/** Methods of a visitor that say what it may do. */
const METHODS = ["hasPerm", "meets", "passes"];
const PERMS = ASKED.permission;

/**
 * What a node asks for by itself: nothing, or one thing.
 *
 * @param answers names that hold an answer, and whether it is turned around
 */
export function asksOf(place: Place, answers: ReadonlyMap<string, boolean>): Ask[] {
  const { node, above } = place;
  const asked = (isKnown: boolean, isNegative = false): Ask[] => [{ place, isNegative, isKnown }];
  if (node.type === "CallExpression" && (isMethod(node.callee) || isOpenRow(node.callee))) {
    return asked(true);
  }
  // Under another name nobody would know it again.
  if (node.type === "Property" && isRenaming(place)) return asked(false);
  if (node.type !== "MemberExpression" && node.type !== "Identifier") return [];
  if (isMethod(node)) return isCalled(place) ? [] : asked(false);
  const steps = stepsFromPerms(node);
  if (steps !== null) {
    // The whole of `perms.inventory.change_inventory` asks, and none of its parts.
    const isPart = above?.node.type === "MemberExpression" && above.node.object === node;
    if (isPart || (steps === 0 && isHandedOn(place))) return [];
    return asked(steps === 2);
  }
  if (node.type === "MemberExpression" || !isValue(place)) return [];
  const isNegative = answers.get(node.name);
  return isNegative === undefined ? [] : asked(true, isNegative);
}

function isMethod(node: Node): boolean {
  return node.type === "MemberExpression" && METHODS.includes(nameOf(node.property));
}

/** `openRows.close.has(row.id)`: whether a door is open on a row. */
function isOpenRow(node: Node): boolean {
  if (node.type !== "MemberExpression" || nameOf(node.property) !== "has") return false;
  const { object } = node;
  return object.type === "MemberExpression" && isNamed(object.object, ASKED.row);
}

/** `openRows`, or `page.openRows`. */
function isNamed(node: Node, name: string): boolean {
  return nameOf(node.type === "MemberExpression" ? node.property : node) === name;
}

function isCalled({ node, above }: Place): boolean {
  return above?.node.type === "CallExpression" && above.node.callee === node;
}

/** `const { perms: mine } = page`, or `const { hasPerm } = visitor`. */
function isRenaming({ node, above }: Place): boolean {
  if (node.type !== "Property" || above?.node.type !== "ObjectPattern") return false;
  const name = nameOf(node.key);
  return METHODS.includes(name) || (name === PERMS && nameOf(node.value) !== PERMS);
}

/** Of an identifier or of a text in its place. */
function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "Literal" ? String(node.value) : "";
}

/** How far into a page's permissions an expression reaches: `page.perms` 0, `perms.shelf.lock` 2. */
function stepsFromPerms(node: Node): number | null {
  if (node.type === "Identifier") return node.name === PERMS ? 0 : null;
  if (node.type !== "MemberExpression") return null;
  const { object, property, computed } = node;
  const isWorkedOut = computed && property.type !== "Literal";
  if (nameOf(property) === PERMS && !isWorkedOut) return 0;
  const steps = stepsFromPerms(object);
  if (steps === null) return null;
  // One that is worked out may be any.
  return isWorkedOut ? Infinity : steps + 1;
}

/** The permissions as a whole are given to somebody under their own name, or taken, or typed. */
function isHandedOn(place: Place): boolean {
  const { above } = place;
  if (!isValue(place)) return true;
  if (above?.node.type === "Property") return nameOf(above.node.key) === PERMS;
  if (above?.node.type !== "JSXExpressionContainer") return false;
  const attribute = above.above?.node;
  return attribute?.type === "JSXAttribute" && attribute.name.name === PERMS;
}

/** The name stands for its value here: it is not bound, no key and no type. */
function isValue({ node, above }: Place): boolean {
  if (above === null) return false;
  const around = above.node;
  switch (around.type) {
    case "MemberExpression":
      return around.object === node || around.computed;
    case "Property":
      if (above.above?.node.type === "ObjectPattern") return false;
      return around.value === node;
    case "VariableDeclarator":
      return around.init === node;
    case "ImportSpecifier":
    case "ExportSpecifier":
    case "PropertyDefinition":
    case "MethodDefinition":
    case "FunctionDeclaration":
      return false;
    default:
      return (
        !around.type.startsWith("TS") || /^TS(?:NonNull|As|Satisfies)Expression$/.test(around.type)
      );
  }
}
