import type { Guard, ModelRef } from "../../../schema/project.ts";
import type { OfferedRows, Tie } from "../../screens/offered-rows.ts";
import { literal } from "../code/escapers.ts";
import { modelCode, type Scope } from "../code/scope.ts";
import { visitorCondition } from "../guards/guards.ts";

const OFFERS = "src/forms/offers.ts";

/** Code of the id of the row to which rows are tied: in a view that of its object. */
const OWN_OBJECT = "this.object.id";

/** In a view: the rows that a reference may lead to and the visitor may see, `visible(…)`. */
export function visibleCode(
  scope: Scope,
  { to, labelField, viewers, tie }: OfferedRows,
  objectId = OWN_OBJECT,
): string {
  scope.imports.named("src/rows/rows.ts", "visible");
  if (to === null) {
    scope.imports.namespace("src/database/tables.ts", "* as auth");
    return `visible(auth.User.${labelField ?? "id"}, true)`;
  }
  const name = `${modelCode(scope, to)}.${labelField ?? "id"}`;
  const args = [name, mayCode(scope, viewers)];
  if (tie !== null) args.push(tieCode(scope, to, tie, objectId));
  return `visible(${args.join(", ")})`;
}

/** In a view: whether the visitor passes a guard, as code of a boolean. */
export function mayCode(scope: Scope, guard: Guard): string {
  const condition = visitorCondition(scope, guard);
  if (condition === null) return "true";
  return guard.kind === "login" ? `${condition} !== null` : condition;
}

/** In a view: the rows that a reference may be set to, or that are chosen for an input. */
export function choiceCode(scope: Scope, rows: OfferedRows, objectId = OWN_OBJECT): string {
  const { offer } = rows;
  const call = (name: string, ...args: string[]) => {
    scope.imports.named(OFFERS, name);
    return `${name}(${args.join(", ")})`;
  };
  switch (offer?.kind) {
    case undefined:
      return visibleCode(scope, rows, objectId);
    case "nobody":
      return call("nobody");
    case "active":
      return call("activeUsers");
    case "role":
      return call("usersInRole", literal(offer.role));
    case "members": {
      const { model, object, user } = offer.member;
      const columns = `{ object: "${object}_id", user: "${user}_id" }`;
      return call("membersOf", modelCode(scope, model), columns, objectId);
    }
  }
}

/** The condition under which a row belongs to the object. */
function tieCode(scope: Scope, ref: ModelRef, { to }: Tie, objectId: string): string {
  const table = modelCode(scope, ref);
  if (to === "itself") {
    scope.imports.named("drizzle-orm", "eq");
    return `eq(${table}.id, ${objectId})`;
  }
  const conditions = to.map(({ field, model, tie }) => {
    const column = `${table}.${field}_id`;
    if (tie.to === "itself") {
      scope.imports.named("drizzle-orm", "eq");
      return `eq(${column}, ${objectId})`;
    }
    scope.imports.named("drizzle-orm", "inArray");
    const next = modelCode(scope, model);
    const owned = `this.db.select({ id: ${next}.id }).from(${next})`;
    return `inArray(${column}, ${owned}.where(${tieCode(scope, model, tie, objectId)}))`;
  });
  if (conditions.length === 1) return conditions.join();
  scope.imports.named("drizzle-orm", "and");
  return `and(${conditions.join(", ")})`;
}
