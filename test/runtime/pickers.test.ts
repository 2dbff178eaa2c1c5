import { eq, type SQL } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import { offersByRow, offersOf } from "../../templates/typescript/src/forms/pickers.ts";
import { visible } from "../../templates/typescript/src/rows/rows.ts";
import { Box, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// What a control offers in which a row is chosen, and to whom.

let stub: StubApp;
let db: Database;
let left = 0;
let right = 0;
const boxes: Record<string, string> = {};

beforeAll(async () => {
  stub = await startStubApp();
  ({ db } = stub.database);
  const shelves = await db
    .insert(Shelf)
    .values([{ name: "left" }, { name: "right" }])
    .returning();
  [left, right] = shelves.map(({ id }) => id) as [number, number];
  const rows = await db
    .insert(Box)
    .values([
      { shelf_id: left, label: "screws" },
      { shelf_id: left, label: "bolts" },
      { shelf_id: right, label: "nails" },
    ])
    .returning();
  for (const { id, label } of rows) boxes[label] = String(id);
});
afterAll(() => stub.close());

const option = (label: string) => ({ value: boxes[label], label });

it("a control offers the rows that may be seen, by name", async () => {
  expect(await offersOf(db, true, { box: visible(Box.label, true) })).toEqual({
    box: [option("bolts"), option("nails"), option("screws")],
  });
});

it("nothing is offered of rows that may not be seen, and nothing to whoever may not use it", async () => {
  expect(await offersOf(db, true, { box: visible(Box.label, false) })).toEqual({ box: [] });
  expect(await offersOf(db, false, { box: visible(Box.label, true) })).toEqual({ box: [] });
});

it("each row of a table has its own on offer, and those of all are asked for at once", async () => {
  let asked = 0;
  const choices = (id: SQL) => {
    asked += 1;
    return { box: visible(Box.label, true, eq(Box.shelf_id, id)), shelf: visible(Shelf.id, true) };
  };
  const offers = await offersByRow(db, true, [left, right, left, null], choices);
  expect(asked).toBe(1);
  expect([...offers.keys()]).toEqual([left, right]);
  expect(offers.get(left)?.box).toEqual([option("bolts"), option("screws")]);
  expect(offers.get(right)?.box).toEqual([option("nails")]);
  const shelves = offers.get(right)?.shelf.map(({ label }) => label);
  expect(shelves).toEqual(expect.arrayContaining([`#${left}`, `#${right}`]));
});

it("no row has anything on offer for whoever may not use its control", async () => {
  const choices = (id: SQL) => ({ box: visible(Box.label, true, eq(Box.shelf_id, id)) });
  expect((await offersByRow(db, false, [left], choices)).size).toBe(0);
  expect((await offersByRow(db, true, [null], choices)).size).toBe(0);
});
