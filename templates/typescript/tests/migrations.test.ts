import { sql } from "drizzle-orm";
import { getTableConfig } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectTables } from "#rows/table-facts";
import { sampleRow } from "#samples/sample-rows";
import { seed } from "#seed";
import { openStage, type Stage } from "./support/stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

it("makes exactly the columns of src/apps/**/models.ts", async () => {
  const { rows } = (await stage.db.execute(sql`
    select table_name, column_name, is_nullable from information_schema.columns
    where table_schema = 'public' and table_name not like 'auth\\_%'`)) as unknown as {
    rows: { table_name: string; column_name: string; is_nullable: string }[];
  };
  const inDatabase = rows.map(
    (row) =>
      `${row.table_name}.${row.column_name} ${row.is_nullable === "YES" ? "null" : "not null"}`,
  );
  const inCode = projectTables().flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return columns.map(
      (column) => `${name}.${column.name} ${column.notNull ? "not null" : "null"}`,
    );
  });
  expect(inDatabase.sort()).toEqual(inCode.sort());
  for (const table of projectTables()) await sampleRow(stage.db, table);
});

it("can be applied again, on data, without a change", async () => {
  await seed(stage.db);
  const before = await stage.digest();
  await stage.migrate();
  expect(await stage.digest()).toBe(before);
});
