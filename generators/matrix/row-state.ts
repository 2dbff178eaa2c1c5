/** What guards ask of rows, and what rows are made to be for the tests. */

/** `label.Model`. */
export type ModelName = string;

/** What a guard asks of the row under test of the model `of`, after a path of its references. */
export type RowFact = FieldFact | RelatedFact;

export interface FieldFact {
  of: ModelName;
  path: string[];
  field: string;
  /** It holds one of these. */
  values: FactValue[];
  /** It holds none of them. */
  other?: true;
}

/** One of the rows of `model` that refer to it meets all of `some`; null: there is none. */
export interface RelatedFact {
  of: ModelName;
  path: string[];
  /** The `related_name` of the reference. */
  name: string;
  model: ModelName;
  reference: string;
  some: RowFact[] | null;
}

export type FactValue = { value: unknown } | { user: "visitor" };

/** What is made so of the row under test before a visitor comes. */
export type Situation = RowState[];

export type RowState = FieldState | RelatedState;

export interface FieldState {
  of: ModelName;
  path: string[];
  field: string;
  is: FactValue | { user: "another" } | { row: ModelName };
}

/** The only rows of `model` that refer to it, as they are made. */
export interface RelatedState {
  of: ModelName;
  path: string[];
  model: ModelName;
  reference: string;
  rows: Situation[];
}
