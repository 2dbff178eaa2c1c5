import { getTableColumns } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createUser } from "#accounts/users";
import * as auth from "#database/tables";
import { referencesOf } from "#rows/table-facts";
import { NoRoom, type Row } from "#samples/sample-rows";
import { startCounting } from "./support/count.ts";
import { rowWithin } from "./support/inputs.ts";
import { type Endpoint, endpoints } from "./support/matrix.ts";
import {
  columnOf,
  fillPath,
  makeRow,
  rowIn,
  type Scene,
  setScene,
  tableOf,
} from "./support/rows.ts";
import { rowSample } from "./support/samples.ts";
import { openStage, type Stage } from "./support/stage.ts";
import { arrive } from "./support/visit.ts";

// A list finds its rows by what they hold: of two that differ, the one that is asked for.

type ListPage = Endpoint & Required<Pick<Endpoint, "list">>;

/** One of the columns by which a list finds its rows. */
interface Key {
  name: string;
  column: PgColumn;
  /** Values of the first row and of the second; null: none are known that differ. */
  values: readonly [unknown, unknown] | null;
}

const [FIRST, SECOND] = ["mq7first", "zq7second"];
const BETWEEN = "2005-01-01";
/** A user who stands in no row. */
const NOBODY = "mq7nobody";
const NONSENSE = "\0~nothing";

const pages = endpoints.filter((page): page is ListPage => page.list !== undefined);
const count = startCounting("lists", pages.length);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
  await createUser(stage.db, { username: NOBODY });
});
afterAll(() => stage?.close());

if (pages.length === 0) it.skip("has no list that is searched, filtered or ordered");

it.each(pages.map((page) => [page.id, page] as const))("%s", async (id, page) => {
  await stage.clear();
  const scene = await setScene(stage, page);
  const keys = await keysOf(page, scene);
  const rows = await twoRows(page, scene, keys);
  const { cookie } = await arrive(stage, { endpoint: page, visitor: { user: "superuser" }, scene });
  /** Which of the two it shows, in order. */
  const shown = async (query: Record<string, string> = {}) => {
    const url = `${fillPath(page.path, page.params, scene)}?${new URLSearchParams(query)}`;
    const { statusCode, body } = await stage.app.inject({ url, headers: { cookie } });
    expect(statusCode, url).toBe(200);
    const html = parse(body);
    // A control of the page may offer everybody, by its own rule.
    const filters = html.querySelector("form.filter")?.text ?? "";
    expect(filters, "who stands in no row").not.toContain(NOBODY);
    const ids = html.querySelectorAll("main tr[id]").map((row) => /\d+$/.exec(row.id)?.[0]);
    return ids.flatMap((each) => rows.findIndex((row) => String(row.id) === each) + 1 || []);
  };
  const all = await shown();
  if (rows.length < 2 || all.length < 2) {
    return count.untriable(id, "superuser", "Its rows cannot be told apart on its page.");
  }
  for (const [name, value] of askedFor(page, keys)) {
    expect(await shown({ [name]: value }), `${name}=${value}`).toEqual([1]);
  }
  for (const name of ["_search", "_sort", "_page", "_size", ...keys.map((key) => key.name)]) {
    expect(await shown({ [name]: NONSENSE }), `${name}, and no value of it`).toEqual(all);
  }
  const [sort = ""] = page.list.sort ?? [];
  const first = keys.find(({ name }) => name === sort.replace(/^-/, ""));
  if (first?.values) expect(all, sort).toEqual(sort.startsWith("-") ? [2, 1] : [1, 2]);
  count.held();
});

/** The columns by which a list finds its rows. */
async function keysOf(page: ListPage, scene: Scene): Promise<Key[]> {
  const { model, search = [], filter = [], sort = [] } = page.list;
  const fields = new Set([...search, ...filter, ...sort.map((key) => key.replace(/^-/, ""))]);
  const columns = getTableColumns(tableOf(model));
  const keys: Key[] = [];
  for (const field of fields) {
    const name = columnOf(model, field);
    const column = columns[name];
    if (!column || field === page.scope?.field) continue;
    const refers = name === field ? null : await targetsOf(page, field, scene);
    keys.push({ name, column, values: refers ?? (name === field ? valuesOf(column) : null) });
  }
  return keys;
}

/** Two values of a column, of which the first one comes first in any order. */
function valuesOf({ columnType, enumValues, ...column }: PgColumn): Key["values"] {
  if (enumValues?.length) {
    const [one, other] = enumValues.filter((value) => value !== "");
    return one === undefined || other === undefined ? null : [one, other];
  }
  const { length = Infinity } = column as { length?: number };
  switch (columnType) {
    case "PgText":
    case "PgVarchar":
      return length < SECOND.length ? null : [FIRST, SECOND];
    case "PgBoolean":
      return [false, true];
    case "PgDateString":
      return ["2001-02-03", "2011-02-03"];
    case "PgTimestamp":
      return [new Date("2001-02-03T12:00:00Z"), new Date("2011-02-03T12:00:00Z")];
    case "PgInteger":
      return [1, 2];
    default:
      return null;
  }
}

/** The ids of two rows that a reference may name; null: it is one to rows that the page is about. */
async function targetsOf(page: ListPage, field: string, scene: Scene): Promise<Key["values"]> {
  const { model } = page.list;
  const target = referencesOf(tableOf(model)).get(columnOf(model, field));
  const named = page.named?.find((each) => each.of === model && each.field === field);
  if (!target || (!named && target !== (auth.User as typeof target))) return null;
  const ownerId = page.object ? rowIn(scene, page.object.model).id : 0;
  const given = named ? rowSample(named.model) : {};
  const one = await rowWithin(stage, target, named?.within, ownerId, given);
  const other = await rowWithin(stage, target, named?.within, ownerId, given);
  return one.id === other.id ? null : [one.id, other.id];
}

/** Two rows of the list that differ in all that it finds them by; fewer where there is no room. */
async function twoRows(page: ListPage, scene: Scene, keys: readonly Key[]): Promise<Row[]> {
  const { list, scope, object } = page;
  const tie =
    scope && object ? { [columnOf(list.model, scope.field)]: rowIn(scene, object.model).id } : {};
  const values = (place: 0 | 1) =>
    Object.fromEntries(keys.flatMap(({ name, values: own }) => (own ? [[name, own[place]]] : [])));
  try {
    const one = await makeRow(stage, list.model, { ...values(0), ...tie });
    return [one, await makeRow(stage, list.model, { ...values(1), ...tie })];
  } catch (error) {
    if (error instanceof NoRoom) return [];
    throw error;
  }
}

/** What is asked for in the address to be shown the first row alone. */
function askedFor({ list }: ListPage, keys: readonly Key[]): [name: string, value: string][] {
  return keys.flatMap(({ name, column, values }): [string, string][] => {
    const field = (fields: readonly string[] = []) =>
      fields.some((each) => columnOf(list.model, each) === name);
    if (!values) return [];
    const [value] = values;
    const searched: [string, string][] =
      field(list.search) && value === FIRST ? [["_search", FIRST]] : [];
    if (!field(list.filter)) return searched;
    if (typeof value === "boolean") return [...searched, [name, "off"]];
    const isDay = ["PgDateString", "PgTimestamp"].includes(column.columnType);
    return [...searched, isDay ? [`${name}.to`, BETWEEN] : [name, String(value)]];
  });
}
