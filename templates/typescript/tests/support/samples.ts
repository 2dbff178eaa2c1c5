import type { PgTable } from "drizzle-orm/pg-core";
import type * as models from "#models";
import { samples } from "../samples.ts";
import { endpoints } from "./matrix.ts";

type Models = typeof models;
type Label = keyof Models & string;
type TableIn<L extends Label> = {
  [M in keyof Models[L] & string]: Models[L][M] extends PgTable ? M : never;
}[keyof Models[L] & string];

/** `label.Model` of every model of the project. */
type ModelName = { [L in Label]: `${L}.${TableIn<L>}` }[Label];

type Inserted<Name> = Name extends `${infer L extends Label}.${infer M}`
  ? M extends keyof Models[L]
    ? Models[L][M] extends PgTable
      ? Models[L][M]["$inferInsert"]
      : never
    : never
  : never;

/** Values by `label.Model`, named like the columns: a reference's ends with `_id`. */
export type RowSamples = { readonly [Name in ModelName]?: Partial<Inserted<Name>> };

/** What `tests/samples.ts` may say. */
export interface Samples {
  /** Values of every row that the tests make. */
  readonly rows?: RowSamples;
  /** By the endpoint's id in the matrix: `inventory.ship POST`, `team.admin EVENT remove_member`. */
  readonly endpoints?: Readonly<Record<string, EndpointSamples>>;
}

export interface EndpointSamples {
  /** Values of the rows that this endpoint is tried on; they go before those for all rows. */
  readonly rows?: RowSamples;
  /** What is sent, by name; what is left out is as in the matrix. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** Samples for endpoints that the matrix does not know. */
export const strayEndpoints = Object.keys(samples.endpoints ?? {}).filter(
  (id) => !endpoints.some((endpoint) => endpoint.id === id),
);

/** Values that rows of the model are to have. @param endpoint the one that is tried on them */
export function rowSample(model: string, endpoint?: { id: string }): Record<string, unknown> {
  const valuesIn = (rows: RowSamples = {}) => (rows as Record<string, object | undefined>)[model];
  return { ...valuesIn(samples.rows), ...valuesIn(samplesAt(endpoint)?.rows) };
}

/** Inputs that the endpoint is to be sent. */
export function inputSample(endpoint: { id: string }): Readonly<Record<string, unknown>> {
  return samplesAt(endpoint)?.input ?? {};
}

function samplesAt(endpoint: { id: string } | undefined): EndpointSamples | undefined {
  return endpoint && samples.endpoints?.[endpoint.id];
}
