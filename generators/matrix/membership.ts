import type { Endpoint } from "./matrix.ts";
import type { AccessRules } from "./outcome.ts";
import type { RowFact } from "./row-state.ts";

/** What a member rule demands, and that as a fact about the object. */
export function membershipOf({
  object,
  member,
}: Pick<Endpoint, "object" | "member">): Pick<AccessRules, "hasMember" | "membership"> {
  if (!object || !member) return { hasMember: member !== undefined };
  const isVisitor: RowFact = {
    of: member.model,
    path: [],
    field: member.user,
    values: [{ user: "visitor" }],
  };
  return {
    hasMember: true,
    membership: {
      of: object.model,
      path: [],
      name: "",
      model: member.model,
      reference: member.object,
      some: [isVisitor],
    },
  };
}
