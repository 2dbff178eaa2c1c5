import { eq } from "drizzle-orm";
import { boolean, integer, pgTable, timestamp, varchar } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import {
  openDatabase,
  type OpenDatabase,
} from "../../templates/typescript/src/database/database.ts";
import { readList } from "../../templates/typescript/src/lists/list.ts";
import {
  addressOf,
  backToList,
  fromList,
  onward,
} from "../../templates/typescript/src/lists/address.ts";
import { visible } from "../../templates/typescript/src/rows/rows.ts";
import type { View } from "../../templates/typescript/src/runtime/view.ts";

// What a list shows of its rows, and how it stays as it was asked for.

vi.mock("../fixtures/runtime-stub/src/project.ts", () => ({
  projectName: "stub",
  loginUrl: "/login/",
  timeZone: "Europe/Berlin",
}));

const Place = pgTable("place", {
  id: integer().primaryKey(),
  name: varchar().notNull(),
});
const Thing = pgTable("thing", {
  id: integer().primaryKey(),
  name: varchar().notNull(),
  state: varchar({ enum: ["new", "broken", "mended"] }),
  place_id: integer(),
  inside_id: integer(),
});

const Note = pgTable("note", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  at: timestamp({ withTimezone: true }),
  isOpen: boolean("is_open").notNull(),
});

let database: OpenDatabase;
let db: Database;

beforeAll(async () => {
  database = await openDatabase({ folder: null });
  ({ db } = database);
  await db.execute("create table place (id int primary key, name varchar not null)");
  await db.execute(
    `create table note
     (id int primary key generated always as identity, at timestamptz, is_open bool not null)`,
  );
  await db.execute(
    `create table thing
     (id int primary key, name varchar not null, state varchar, place_id int, inside_id int)`,
  );
  await db.insert(Place).values([
    { id: 1, name: "yard" },
    { id: 2, name: "attic" },
    { id: 3, name: "barn" },
  ]);
  await db.insert(Thing).values([
    { id: 1, name: "crate", state: "mended", place_id: 1, inside_id: null },
    { id: 2, name: "axe", state: null, place_id: 2, inside_id: 1 },
    { id: 3, name: "bolt", state: "new", place_id: 3, inside_id: 2 },
    { id: 4, name: "axe", state: "broken", place_id: null, inside_id: 1 },
  ]);
});
afterAll(() => database.close());

type Rules = Parameters<typeof readList<typeof Thing>>[2];

const asking = (query: Record<string, string> = {}) =>
  ({ db, request: { path: "/things/", query } }) as unknown as View;
const read = (query: Record<string, string>, rules: Rules) => readList(asking(query), Thing, rules);
const idsOf = async (sort: string, rules: Rules) => {
  const { rows } = await read({ _sort: sort }, rules);
  return rows.map(({ id }) => id);
};

describe("the order of a list", () => {
  it("is that in which its rows were made, unless it or a visitor says another", async () => {
    expect(await idsOf("", {})).toEqual([1, 2, 3, 4]);
    expect(await idsOf("", { order: ["name", "-id"] })).toEqual([4, 2, 3, 1]);
    expect(await idsOf("-name", { order: ["name", "-id"], sortable: ["name"] })).toEqual([
      1, 3, 2, 4,
    ]);
  });

  it("is by no column that is not offered, and by none that is not there", async () => {
    for (const sort of ["state", "-state", "--name", "name;", "constructor", "__proto__", "-"]) {
      expect(await idsOf(sort, { sortable: ["name"] })).toEqual([1, 2, 3, 4]);
    }
  });

  it("is that of the choices for a choice, and what is empty comes last both ways", async () => {
    expect(await idsOf("state", { sortable: ["state"] })).toEqual([3, 4, 1, 2]);
    expect(await idsOf("-state", { sortable: ["state"] })).toEqual([1, 4, 3, 2]);
  });

  it("is by name for rows that are referred to, also of its own table", async () => {
    const references = {
      place_id: visible(Place.name, true),
      inside_id: visible(Thing.name, true),
    };
    const rules: Rules = { sortable: ["place_id", "inside_id"], references };
    expect(await idsOf("place_id", rules)).toEqual([2, 3, 1, 4]);
    expect(await idsOf("-inside_id", rules)).toEqual([2, 4, 3, 1]);
  });

  it("tells nothing of rows that the visitor may not see", async () => {
    const ordered = (place: ReturnType<typeof visible>) =>
      idsOf("place_id", { sortable: ["place_id"], references: { place_id: place } });
    expect(await ordered(visible(Place.name, false))).toEqual([1, 2, 3, 4]);
    expect(await ordered(visible(Place.name, true, eq(Place.id, 3)))).toEqual([3, 1, 2, 4]);
    expect(await ordered(visible(Place.id, false))).toEqual([1, 2, 3, 4]);
  });
});

describe("what a list is narrowed to", () => {
  const found = async (query: Record<string, string>, rules: Rules) => {
    const { rows, list } = await read(query, rules);
    expect(list.total).toBe(rows.length);
    return { ids: rows.map(({ id }) => id), ...list };
  };
  const everything = [1, 2, 3, 4];

  it("are rows in which every word is found, in any of its texts and in any case", async () => {
    const search = { search: ["name", "state"] } as const;
    expect((await found({ _search: "AX" }, search)).ids).toEqual([2, 4]);
    expect((await found({ _search: "broke  axe" }, search)).ids).toEqual([4]);
    expect((await found({ _search: "axe mended" }, search)).ids).toEqual([]);
  });

  it("are rows that hold what was typed, and no pattern", async () => {
    await db.insert(Thing).values({ id: 9, name: "100%_\\x", state: null });
    const search = { search: ["name"] } as const;
    for (const text of ["%", "_", "\\", "0%_\\X"]) {
      expect((await found({ _search: text }, search)).ids, text).toEqual([9]);
    }
    expect((await found({ _search: "a%e" }, search)).ids).toEqual([]);
    await db.delete(Thing).where(eq(Thing.id, 9));
  });

  it.each(["\0", "a\ud800", "x".repeat(101), "  "])(
    "is everything where no text can be like that: %j",
    async (text) => {
      const { ids, search } = await found({ _search: text }, { search: ["name"] });
      expect([ids, search]).toEqual([everything, ""]);
    },
  );

  it("are rows with a choice, or without one", async () => {
    const filter = { filter: ["state"] } as const;
    expect((await found({ state: "new" }, filter)).ids).toEqual([3]);
    expect((await found({ state: "none" }, filter)).ids).toEqual([2]);
  });

  it("are rows that say yes or no, and rows of certain days", async () => {
    const [late] = await db
      .insert(Note)
      .values([
        { at: new Date("2026-03-01T23:30:00Z"), isOpen: true },
        { at: null, isOpen: false },
      ])
      .returning();
    const ask = async (query: Record<string, string>) => {
      const { rows } = await readList(asking(query), Note, { filter: ["at", "isOpen"] });
      return rows.map(({ id }) => id === late?.id);
    };
    expect(await ask({ isOpen: "on" })).toEqual([true]);
    expect(await ask({ isOpen: "off" })).toEqual([false]);
    // In Berlin it is the day after.
    expect(await ask({ "at.from": "2026-03-02" })).toEqual([true]);
    expect(await ask({ "at.to": "2026-03-01" })).toEqual([]);
    expect(await ask({ "at.from": "2026-02-30" })).toEqual([true, false]);
  });

  it("are rows that refer to one that the visitor may see", async () => {
    const filter = ["place_id"] as const;
    const all = { filter, references: { place_id: visible(Place.name, true) } };
    const { ids, options } = await found({ place_id: "2" }, all);
    expect(ids).toEqual([2]);
    expect(options["place_id"]?.map(({ label }) => label)).toEqual(["attic", "barn", "yard"]);
    for (const asked of ["99", "2x", "0", "-1", "none or 1=1", "99999999999"]) {
      expect((await found({ place_id: asked }, all)).ids).toEqual(everything);
    }
    expect((await found({ place_id: "none" }, all)).ids).toEqual([4]);
  });

  it("is the same for a row that may not be seen as for one that is not there", async () => {
    const seen = visible(Place.name, true, eq(Place.id, 3));
    const rules: Rules = { filter: ["place_id"], references: { place_id: seen } };
    for (const asked of ["2", "99"]) {
      const { ids, filters, options } = await found({ place_id: asked }, rules);
      expect([ids, filters]).toEqual([everything, {}]);
      expect(options["place_id"]).toEqual([{ value: "3", label: "barn" }]);
    }
  });

  it("offers only rows to which those of the list refer", async () => {
    const references = {
      place_id: visible(Place.name, true),
      inside_id: visible(Thing.name, true),
    };
    const rules: Rules = {
      where: eq(Thing.name, "axe"),
      filter: ["place_id", "inside_id"],
      references,
    };
    const { options, ids } = await found({ place_id: "1" }, rules);
    expect(options).toEqual({
      place_id: [{ value: "2", label: "attic" }],
      inside_id: [{ value: "1", label: "crate" }],
    });
    expect(ids).toEqual([2, 4]);
  });

  it("is nothing that is not offered", async () => {
    const query = { _search: "axe", state: "new", place_id: "1", __proto__: "x", constructor: "x" };
    expect((await found(query, {})).ids).toEqual(everything);
  });
});

describe("the pages of a list", () => {
  const many = Array.from({ length: 120 }, (_, place) => ({ id: 100 + place, name: `n${place}` }));
  beforeAll(async () => {
    await db.insert(Thing).values(many);
  });

  it.each([
    [{}, 50, 1, 3],
    [{ _page: "3" }, 24, 3, 3],
    [{ _page: "9999999" }, 24, 3, 3],
    [{ _page: "0" }, 50, 1, 3],
    [{ _page: "1e1" }, 50, 1, 3],
    [{ _size: "25", _page: "5" }, 24, 5, 5],
    [{ _size: "100" }, 100, 1, 2],
    [{ _size: "124" }, 50, 1, 3],
    [{ _size: "100000" }, 50, 1, 3],
  ])(
    "of 124 rows, asked for by %o, show %i rows on page %i of %i",
    async (query, rows, page, last) => {
      const found = await read(query as Record<string, string>, {});
      expect(found.rows).toHaveLength(rows);
      expect(found.list).toMatchObject({ page, lastPage: last, total: 124 });
    },
  );

  it("count the rows of the list alone", async () => {
    const { rows, list } = await read({ _page: "7" }, { where: eq(Thing.name, "axe") });
    expect(rows.map(({ id }) => id)).toEqual([2, 4]);
    expect(list).toMatchObject({ page: 1, lastPage: 1, total: 2 });
  });

  it("are one even where there is no row", async () => {
    const { list } = await read({}, { where: eq(Thing.name, "ship") });
    expect(list).toMatchObject({ page: 1, lastPage: 1, total: 0 });
  });
});

describe("the address of a list", () => {
  const at = async (query: Record<string, string>) => {
    const { list } = await read(query, { order: ["-name"], sortable: ["name", "state"] });
    return list;
  };

  it("says what is not as usual, and begins anew with another order or number of rows", async () => {
    const list = await at({ _page: "2", _size: "25", _sort: "state", evil: "1" });
    expect(addressOf({ ...list, search: "a&b", filters: { state: "ü" } }, { page: 2 })).toBe(
      "/things/?state=%C3%BC&_search=a%26b&_sort=state&_size=25&_page=2",
    );
    expect(addressOf(list, { page: 3 })).toBe("/things/?_sort=state&_size=25&_page=3");
    expect(addressOf(list, { sort: "-name" })).toBe("/things/?_size=25");
    expect(addressOf(list, { size: 50 })).toBe("/things/?_sort=state");
    expect(addressOf(await at({}), {})).toBe("/things/");
  });

  it("goes along to where the list leads, and from there back", async () => {
    const url = fromList(await at({ _page: "2", _sort: "state" }), "/things/5/");
    expect(url).toBe("/things/5/?_list=_sort%3Dstate%26_page%3D2");
    const query = Object.fromEntries(new URLSearchParams(url.split("?")[1]));
    expect(onward({ query }, "/things/5/update/")).toBe(url.replace("?", "update/?"));
    expect(backToList({ query }, "/things/")).toBe("/things/?_sort=state&_page=2");
  });

  it("is not spoken of where the list is as usual", async () => {
    expect(fromList(await at({}), "/things/5/")).toBe("/things/5/");
    expect(onward({ query: {} }, "/things/5/")).toBe("/things/5/");
    expect(backToList({ query: {} }, "/things/")).toBe("/things/");
  });

  it.each([
    "//evil.example/",
    "https://evil.example/?x=1",
    "a=1\r\nSet-Cookie: b=c",
    "#/\\evil.example",
    "\ud800",
    "?".repeat(2000),
  ])("leads nowhere else, whatever is carried: %j", (carried) => {
    const place = backToList({ query: { _list: carried } }, "/things/");
    const { pathname, origin, hash } = new URL(place, "http://site.example");
    expect([origin, pathname, hash]).toEqual(["http://site.example", "/things/", ""]);
    expect(place).toMatch(/^[!-~]+$/);
  });

  it("carries nothing that is longer than any list's", () => {
    expect(backToList({ query: { _list: `a=${"b".repeat(3000)}` } }, "/things/")).toBe("/things/");
  });
});
