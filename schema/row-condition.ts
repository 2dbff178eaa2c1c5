import type { ModelRef } from "./model-ref.ts";

/**
 * What must be true of the row that a door is about, whoever comes. All of it holds; each fact may be
 * met by another row. It holds no free text: choices are named by their place.
 */
export interface RowCondition {
  row: Fact[];
}

/** What is so at the end of a path of references; over an empty one, every value is null. */
export type Fact = FieldFact | RelatedFact;

export interface FieldFact {
  kind: "field";
  /** Names of the reference fields to follow from the row. */
  path: string[];
  /** The model in which the path ends, and its field. */
  model: ModelRef;
  field: string;
  /** It holds one of these, or none of them. */
  values: FactValue[];
  negated: boolean;
}

/** Some row that refers to the one at the end of the path is so. */
export interface RelatedFact {
  kind: "related";
  path: string[];
  /** The `related_name` of the reference. */
  name: string;
  /** The model of these rows, and its reference. */
  model: ModelRef;
  reference: string;
  /** All of this holds of one of them; null: there is none. */
  meets: Fact[] | null;
}

export type FactValue =
  | { value: boolean | number | null }
  /** The place of a choice among those of the field. */
  | { choice: number }
  | { request: "user" };
