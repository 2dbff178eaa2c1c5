import { eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  activeUsers,
  membersOf,
  nobody,
  usersInRole,
} from "../../templates/typescript/src/forms/offers.ts";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import { labelsOf, visible } from "../../templates/typescript/src/rows/rows.ts";
import { nameText } from "../../templates/typescript/src/rows/row-label.ts";
import * as auth from "../../templates/typescript/src/database/tables.ts";
import {
  checkChoices,
  demandChoice,
  optionsOf,
  unchanged,
} from "../../templates/typescript/src/forms/choices.ts";
import { integer, reference } from "../../templates/typescript/src/forms/fields.ts";
import { defineForm } from "../../templates/typescript/src/forms/form.ts";
import { Box, Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// What references may be set to, how they are named, and what is said of all other ids.

const Form = defineForm({ box_id: reference(), count: integer({ default: 1 }) });

let stub: StubApp;
let db: Database;
let shelf = 0;
let own = 0;
let foreign = 0;

beforeAll(async () => {
  stub = await startStubApp();
  ({ db } = stub.database);
  const shelves = await db
    .insert(Shelf)
    .values([{ name: "left" }, { name: "right" }])
    .returning();
  const [left, right] = shelves.map(({ id }) => id) as [number, number];
  shelf = left;
  const boxes = [
    { shelf_id: left, label: "bolts" },
    { shelf_id: right, label: "secrets" },
  ];
  const [first, second] = await db.insert(Box).values(boxes).returning();
  own = first?.id ?? 0;
  foreign = second?.id ?? 0;
});
afterAll(() => stub.close());

const ofShelf = () => ({ box_id: visible(Box.label, true, eq(Box.shelf_id, shelf)) });
const unseen = () => ({ box_id: visible(Box.label, false) });

it("rows are called by name, and those that may not be seen “(hidden)”", async () => {
  const ids = [own, foreign, null];
  const labels = await labelsOf(db, ofShelf().box_id, ids);
  expect(ids.map((id) => labels.get(id))).toEqual(["bolts", "(hidden)", undefined]);
  const none = await labelsOf(db, unseen().box_id, ids);
  expect(ids.map((id) => none.get(id))).toEqual(["(hidden)", "(hidden)", undefined]);
});

it("a new form offers the rows that may be seen, and nothing else", async () => {
  const form = Form.empty();
  expect(await optionsOf(db, ofShelf(), form)).toEqual({
    box_id: [{ value: String(own), label: "bolts" }],
  });
  expect(await optionsOf(db, unseen(), form)).toEqual({ box_id: [] });
});

it("rows of the same name are told apart by their number, where they stand together", async () => {
  const twins = await db
    .insert(Box)
    .values([
      { shelf_id: shelf, label: "nuts" },
      { shelf_id: shelf, label: "nuts" },
    ])
    .returning();
  const [first = 0, second = 0] = twins.map(({ id }) => id);
  const all = await labelsOf(db, ofShelf().box_id, [own, first, second, foreign]);
  expect([...all.values()].toSorted()).toEqual(
    ["(hidden)", "bolts", `nuts #${first}`, `nuts #${second}`].toSorted(),
  );
  expect((await labelsOf(db, ofShelf().box_id, [first])).get(first)).toBe("nuts");
  const { box_id: offered } = await optionsOf(db, ofShelf(), Form.empty());
  expect(offered.map(({ label }) => label)).toEqual(["bolts", `nuts #${first}`, `nuts #${second}`]);
  await db.delete(Box).where(inArray(Box.id, [first, second]));
});

it("what names rows may be a number or a moment; an id alone is a number sign", async () => {
  const labels = (name: Parameters<typeof visible>[0]) => labelsOf(db, visible(name, true), [own]);
  expect((await labels(Box.shelf_id)).get(own)).toBe(String(shelf));
  expect((await labels(Box.id)).get(own)).toBe(`#${own}`);
  const joined = new Date("2026-01-31T12:30:00Z");
  expect(nameText(joined)).toBe("2026-01-31 12:30 UTC");
  expect(nameText(null)).toBe("");
});

it("a row that is referred to and not offered stays, without its name and id", async () => {
  const row = { id: 1, box_id: foreign, count: 2 };
  const form = Form.fill(row);
  const options = await optionsOf(db, ofShelf(), form, row);
  expect(options.box_id.at(-1)).toEqual({ value: "unchanged", label: "(hidden)" });
  expect(form.raw.box_id).toBe("unchanged");
  expect(Object.keys(JSON.parse(form.seen ?? "") as object)).toEqual(["count"]);
});

it("“unchanged” keeps what is there, and is nothing for a new row", async () => {
  const row = { box_id: foreign };
  const body = { box_id: "unchanged", count: "3" };
  const form = await Form.read(body, unchanged(body, row, ofShelf()));
  await checkChoices(db, ofShelf(), form, body);
  expect(form.values).toEqual({ box_id: foreign, count: 3 });
  expect((await Form.read(body)).valid).toBe(false);
});

it.each([
  ["of another shelf", () => String(foreign)],
  ["of another shelf, as a program sends it", () => foreign],
  ["with blanks and a sign", () => ` +${foreign} `],
  ["that is not there", () => "2147483000"],
])("an id %s is refused in the same words", async (_which, id) => {
  const body = { box_id: id(), count: "3" };
  const form = await Form.read(body);
  await db.transaction((transaction) => checkChoices(transaction, ofShelf(), form, body));
  expect(form.valid).toBe(false);
  expect(form.errors).toEqual({ box_id: "This choice no longer exists." });
  expect(form.raw.box_id).toBe("");
});

it("what the row refers to already is refused too when it is sent by its id and not offered", async () => {
  const row = { id: 1, box_id: foreign, count: 2 };
  const body = { box_id: String(foreign), count: "3" };
  const form = await Form.read(body, unchanged(body, row, ofShelf()));
  await checkChoices(db, ofShelf(), form, body);
  await optionsOf(db, ofShelf(), form, row);
  expect(form.errors.box_id).toBe("This choice no longer exists.");
  expect(form.raw.box_id).toBe("");
});

it("an action takes what is offered, and says of all else that it is gone", async () => {
  await demandChoice(db, ofShelf().box_id, own);
  const gone = { status: 409, message: "A row this refers to is gone." };
  await expect(demandChoice(db, ofShelf().box_id, foreign)).rejects.toMatchObject(gone);
  await expect(demandChoice(db, unseen().box_id, own)).rejects.toMatchObject(gone);
  await expect(demandChoice(db, ofShelf().box_id, 2147483000)).rejects.toMatchObject(gone);
});

it("users are offered as the manifest says, and none who may not log in", async () => {
  const { id: member } = await stub.login();
  const { id: left } = await stub.login();
  const { id: clerk } = await stub.login();
  const { id: other } = await stub.login();
  await db.insert(Keeper).values([
    { shelf_id: shelf, user_id: member },
    { shelf_id: shelf, user_id: left },
  ]);
  await db.update(auth.User).set({ is_active: false }).where(eq(auth.User.id, left));
  const [group] = await db.insert(auth.Group).values({ name: "clerk" }).returning();
  await db.insert(auth.UserGroup).values({ user_id: clerk, group_id: group?.id ?? 0 });
  const keepers = membersOf(Keeper, { object: "shelf_id", user: "user_id" }, shelf);
  const choices = {
    a: keepers,
    b: usersInRole("clerk"),
    c: usersInRole("nobody's"),
    d: activeUsers(),
    e: nobody(),
  };
  const form = { raw: { a: "", b: "", c: "", d: "", e: "" }, errors: {}, seen: null };
  const { a, b, c, d, e } = await optionsOf(db, choices, form);
  const ids = (options: { value: string }[]) => options.map(({ value }) => Number(value));
  expect([ids(a), ids(b), ids(c), ids(e)]).toEqual([[member], [clerk], [], []]);
  expect(ids(d)).toEqual(expect.arrayContaining([member, clerk, other]));
  expect(ids(d)).not.toContain(left);
  const rows = await db
    .select()
    .from(auth.User)
    .where(inArray(auth.User.id, [left]));
  const labels = await labelsOf(db, keepers, [left]);
  expect(labels.get(left)).toBe(rows[0]?.username);
});
