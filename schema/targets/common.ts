import { isReference } from "../field-types.ts";
import type { FieldType } from "../project.ts";
import { type DerivedNames, group, type ServedPaths } from "./target-rules.ts";

/** What all targets have in common: the file systems, the database, and what they serve. */

export const DEVICES = group(
  "is the name of a device on Windows, where no file can be called so",
  `con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9
   lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`,
);

export const ID_FIELD = group("is the primary key that every model has already", "id");

/** The column of a field, as Django names it: that of a reference `inventory` is `inventory_id`. */
export function columnName(field: { name: string; type: FieldType }): string {
  return isReference(field.type) ? `${field.name}_id` : field.name;
}

/** Tables and columns, and what PostgreSQL makes besides for each table. */
export const SQL_NAMES: Pick<DerivedNames, "model" | "field"> = {
  model(label, model) {
    const table = `${label}_${model.toLowerCase()}`;
    return [
      { scope: "tables", name: table },
      { scope: "tables", name: `${table}_pkey`, part: "the primary key" },
      { scope: "tables", name: `${table}_id_seq`, part: "the sequence" },
    ];
  },
  field: (label, model, field) => [
    { scope: `columns of ${label}.${model}`, name: columnName(field) },
  ],
};

export const SERVED: ServedPaths = {
  paths: ["/", "/logout/", "/healthz/", "/readyz/", "/confirm-password/", "/audit/"],
  folders: ["static", "my-account"],
};
