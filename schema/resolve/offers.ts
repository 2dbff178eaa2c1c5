import type { Field, MemberRule, ModelRef, View } from "../project.ts";
import { isSame, isSameRule } from "./viewers.ts";

/** The users that a form offers for a user field, or a control for an input, of those who may log in. */
export type Offer =
  | { kind: "nobody" }
  | { kind: "active" }
  | { kind: "role"; role: string }
  /** The members of the view's object. */
  | { kind: "members"; member: MemberRule };

type Place = Pick<View, "object" | "member">;

/**
 * Inside an object its members, unless the field is the one that makes them; elsewhere what the field
 * or input itself says.
 *
 * @param views all of the project
 * @param owner the field's model; null for an input
 */
export function offerOf(
  views: readonly Place[],
  view: Place,
  owner: ModelRef | null,
  { name, offer }: Pick<Field, "name" | "offer">,
): Offer {
  const member = memberRuleOf(views, view);
  const makesMembers = isSame(member?.model, owner) && member?.user === name;
  if (member !== null && !makesMembers) return { kind: "members", member };
  if (offer === null) return { kind: "nobody" };
  return offer === "active" ? { kind: "active" } : { kind: "role", role: offer.role };
}

/** The rule by which users are members of a view's object: its own, or the only one that others have. */
function memberRuleOf(views: readonly Place[], { object, member }: Place): MemberRule | null {
  if (object === null || member !== null) return member;
  const rules = views
    .filter((other) => isSame(other.object?.model, object.model))
    .flatMap((other) => other.member ?? []);
  const [first, ...others] = rules;
  return first && others.every((rule) => isSameRule(rule, first)) ? first : null;
}
