import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { runTests } from "../../../support/breakable-project.ts";
import { regenerate } from "../../../support/generated-project.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import { testdir } from "../../../support/testdir.ts";

const LONG = "previous_revision_of_the_same_line_item";

/** Names of keys and constraints that would be one, cut or joined. */
const CLASHING = `
spire: 1
project: { name: clashing }
apps:
  warehouse_management:
    models:
      PurchaseOrderLineItemRevision:
        fields:
          ${LONG}_before: { type: reference, to: warehouse_management.PurchaseOrderLineItemRevision, null: true }
          ${LONG}_after: { type: reference, to: warehouse_management.PurchaseOrderLineItemRevision, null: true }
          ${LONG}_x: { type: reference, to: warehouse_management.Other, unique: true }
          ${LONG}_y: { type: reference, to: warehouse_management.Other, unique: true, index: true }
          ${LONG}_by: { type: user, index: true }
          ${LONG}_of: { type: user, index: true }
      Other:
        fields:
          ${LONG}_that_is_older: { type: reference, to: warehouse_management.PurchaseOrderLineItemRevision, null: true }
          ${LONG}_that_is_newer: { type: reference, to: warehouse_management.PurchaseOrderLineItemRevision, null: true }
  a:
    models:
      B: { fields: { c_d: { type: integer, index: true }, x: integer, y: integer, x_y: { type: integer, unique: true } }, unique_together: [[x, y]] }
  a_b:
    models:
      C: { fields: { d: { type: integer, index: true } } }
  a_b_c_d:
    models:
      Index: { fields: { name: string } }
`;

test("names that PostgreSQL would take for one get apart, compile and migrate", async () => {
  const dir = testdir({ "spire.yaml": CLASHING });
  await regenerate(dir);
  linkOwnPackages(dir);
  const compiled = await execa("npx", ["tsc", "--noEmit"], { cwd: dir, reject: false });
  expect(compiled.stdout).toBe("");
  const { failed, ran } = await runTests(dir, "tests/migrations.test.ts");
  expect([failed, ran]).toEqual([[], 2]);
}, 240_000);

test("a name that nothing else has stays as it is when others come to clash", async () => {
  const plain = `
spire: 1
project: { name: clashing }
apps:
  a:
    models:
      B: { fields: { x: { type: integer, unique: true }, y: { type: integer, index: true } }, unique_together: [[x, y]] }
`;
  const dir = testdir({ "spire.yaml": plain });
  await regenerate(dir);
  const migrations = () => readdirSync(join(dir, "migrations")).filter((n) => n.endsWith(".sql"));
  const sql = () => readFileSync(join(dir, "migrations", migrations().at(-1) ?? ""), "utf8");
  expect(sql()).toContain('"a_b_x_unique"');
  expect(sql()).toContain('"a_b_x_y_unique"');
  expect(sql()).toContain('"a_b_y_index"');
  const more = `${plain}  c: { models: { D: { fields: { e: { type: integer, index: true }, f: { type: integer, index: true } } } } }
  c_d: { models: { E: { fields: { f: { type: integer, index: true } } } } }
`;
  writeFileSync(join(dir, "spire.yaml"), more);
  await regenerate(dir);
  expect(migrations()).toHaveLength(2);
  expect(sql()).not.toContain("a_b");
});
