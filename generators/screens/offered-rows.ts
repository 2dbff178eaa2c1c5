import type { Guard, ModelRef } from "../../schema/project.ts";
import type { Offer } from "../../schema/resolve/offers.ts";

/** The rows that may be named and chosen for a field or an input. */
export interface OfferedRows {
  /** Their model; null: the project's users. */
  to: ModelRef | null;
  /** The field that such a row is named by; null: it is called `#5`. */
  labelField: string | null;
  /** Who may see such rows there; others are told of none of them. Of users, whoever sees the field. */
  viewers: Guard;
  /** Inside an object, how such rows belong to it; null: they need not. */
  tie: Tie | null;
  /** Which users are offered; null for rows of a model: all that may be seen. */
  offer: Offer | null;
}

/** How a row belongs to an object: it is the object, or all of these references lead to it. */
export interface Tie {
  to: "itself" | { field: string; model: ModelRef; tie: Tie }[];
}
