import type { ModelRef } from "../../../schema/project.ts";
import type { Reference, Tie } from "../../screens/screen.ts";
import { literal } from "../code/escapers.ts";
import { modelCode, type Scope } from "../code/scope.ts";
import { visitorCondition } from "../guards/guards.ts";

const OFFERS = "src/forms/offers.ts";

/** In a view: the rows that a reference may lead to and the visitor may see, `visible(…)`. */
export function visibleCode(scope: Scope, { to, labelField, viewers, tie }: Reference): string {
  scope.imports.named("src/rows/rows.ts", "visible");
  if (to === null) {
    scope.imports.namespace("src/database/tables.ts", "* as auth");
    return `visible(auth.User.${labelField ?? "id"}, true)`;
  }
  const name = `${modelCode(scope, to)}.${labelField ?? "id"}`;
  const args = [name, mayCode(scope, viewers)];
  if (tie !== null) args.push(tieCode(scope, to, tie));
  return `visible(${args.join(", ")})`;
}

/** In a view: whether the visitor passes a guard, as code of a boolean. */
function mayCode(scope: Scope, viewers: Reference["viewers"]): string {
  const condition = visitorCondition(scope, viewers);
  if (condition === null) return "true";
  return viewers.kind === "login" ? `${condition} !== null` : condition;
}

/** In a view: the rows that a reference may be set to. */
export function choiceCode(scope: Scope, reference: Reference): string {
  const { offer } = reference;
  const call = (name: string, ...args: string[]) => {
    scope.imports.named(OFFERS, name);
    return `${name}(${args.join(", ")})`;
  };
  switch (offer?.kind) {
    case undefined:
      return visibleCode(scope, reference);
    case "nobody":
      return call("nobody");
    case "active":
      return call("activeUsers");
    case "role":
      return call("usersInRole", literal(offer.role));
    case "members": {
      const { model, object, user } = offer.member;
      const columns = `{ object: "${object}_id", user: "${user}_id" }`;
      return call("membersOf", modelCode(scope, model), columns, "this.object.id");
    }
  }
}

/** The condition under which a row belongs to the view's object. */
function tieCode(scope: Scope, ref: ModelRef, { to }: Tie): string {
  const table = modelCode(scope, ref);
  if (to === "itself") {
    scope.imports.named("drizzle-orm", "eq");
    return `eq(${table}.id, this.object.id)`;
  }
  const conditions = to.map(({ field, model, tie }) => {
    const column = `${table}.${field}_id`;
    if (tie.to === "itself") {
      scope.imports.named("drizzle-orm", "eq");
      return `eq(${column}, this.object.id)`;
    }
    scope.imports.named("drizzle-orm", "inArray");
    const next = modelCode(scope, model);
    const owned = `this.db.select({ id: ${next}.id }).from(${next})`;
    return `inArray(${column}, ${owned}.where(${tieCode(scope, model, tie)}))`;
  });
  if (conditions.length === 1) return conditions.join();
  scope.imports.named("drizzle-orm", "and");
  return `and(${conditions.join(", ")})`;
}
