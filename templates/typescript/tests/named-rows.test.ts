import { eq, getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createUser } from "#accounts/users";
import * as auth from "#database/tables";
import { referencesOf } from "#rows/table-facts";
import { NoRoom } from "#samples/sample-rows";
import { startCounting, tooManySets } from "./support/count.ts";
import { rowWithin } from "./support/inputs.ts";
import { apps, type Endpoint, type NamedRows, visitorNamed } from "./support/matrix.ts";
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

// A page names rows of other models, by a label or as a choice, and shows the rows beside its object to
// those alone who may view them.

const MARK = "qz7seen";
const NUMBER = "714285193";

interface Case {
  page: Endpoint;
  what: string;
  model: string;
  sampled: boolean;
  hidden: readonly string[];
  /** The column by which the page's list is filtered by such a row; null: it is not. */
  filter: string | null;
  /** Makes the row that is not to be seen, and what the page shows of it. */
  plant(scene: Scene): Promise<{ id: number }>;
}

const cases = apps.flatMap((app) =>
  app.endpoints
    .flatMap((page) => [...namedOn(page), ...besideOn(page)])
    .filter(({ hidden }) => hidden.length > 0)
    .map((each) => ({ app, ...each })),
);
const count = startCounting("named-rows", cases.flatMap(({ hidden }) => hidden).length);
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

if (cases.length === 0) it.skip("has no row that is hidden from somebody");

for (const { app, page, what, model, sampled, hidden, filter, plant } of cases) {
  if (sampled) count.notVerified(tooManySets(`${page.id}, rows of ${model}`));
  describe(`${page.id} · ${what}`, () => {
    let planted: { scene: Scene; id: number; mark: string } | null;
    beforeAll(async () => {
      await stage.clear();
      planted = await sceneWith(page, model, plant);
    });
    for (const name of hidden) {
      it(`${name} · not seen`, async ({ skip }) => {
        if (!planted) {
          const reason = `No row of ${model} can be told by what it holds.`;
          count.untriable(page.id, name, reason);
          return skip(reason);
        }
        const { scene, id, mark } = planted;
        const visitor = visitorNamed(app, name);
        const { cookie } = await arrive(stage, { endpoint: page, visitor, scene });
        const url = fillPath(page.path, page.params, scene);
        const read = async (query: string) => {
          const answer = await stage.app.inject({ url: url + query, headers: { cookie } });
          expect(answer.statusCode, `${page.id}${query} is open to them`).toBe(200);
          const isSeen = answer.body.includes(mark);
          expect(isSeen, `the page shows them a row of ${model}`).toBe(false);
          return parse(answer.body).querySelector("main")?.text;
        };
        const said = await read("");
        if (filter !== null) {
          // Whoever types its number learns no more than of any other, and its name orders nothing.
          expect(await read(`?${filter}=${id}`), "asked for by its number").toBe(said);
          await read(`?_sort=${filter}`);
        }
        count.held();
      });
    }
  });
}

/** The page's rows, and one that bears the mark; null: there is no place for it, or no room. */
async function sceneWith(page: Endpoint, model: string, plant: Case["plant"]) {
  try {
    const scene = await setScene(stage, page);
    const { id } = await plant(scene);
    const mark = await markRow(tableOf(model), id);
    return mark === null ? null : { scene, id, mark };
  } catch (error) {
    if (error instanceof NoRoom) return null;
    throw error;
  }
}

/** Writes what can be told into a row: in all its texts, else as its user, else in its numbers. */
async function markRow(table: PgTable & { id: PgColumn }, id: number): Promise<string | null> {
  const columns = Object.entries(getTableColumns(table));
  const references = referencesOf(table);
  const texts = columns.filter(([, column]) => isFreeText(column));
  const users = columns.filter(([name]) => references.get(name) === (auth.User as PgTable));
  const numbers = columns.filter(
    ([name, { columnType }]) =>
      columnType === "PgInteger" && name !== "id" && !references.has(name),
  );
  const write = async (places: typeof columns, value: unknown) => {
    const values = Object.fromEntries(places.map(([name]) => [name, value]));
    await stage.db.update(table).set(values).where(eq(table.id, id));
  };
  if (texts.length > 0) await write(texts, MARK);
  // Whoever is not active is offered to nobody, so that the name stands nowhere else.
  else if (users.length > 0) await write(users, await markedUser());
  else if (numbers.length > 0) await write(numbers, Number(NUMBER));
  else return null;
  return texts.length + users.length > 0 ? MARK : NUMBER;
}

function isFreeText({ columnType, enumValues, ...column }: PgColumn): boolean {
  const { length = Infinity } = column as { length?: number };
  return (
    ["PgText", "PgVarchar"].includes(columnType) && !enumValues?.length && length >= MARK.length
  );
}

async function markedUser(): Promise<number> {
  await stage.db.delete(auth.User).where(eq(auth.User.username, MARK));
  return createUser(stage.db, { username: MARK, isActive: false });
}

/** What the page names: rows to which those refer that it shows. */
function namedOn(page: Endpoint): Case[] {
  return (page.named ?? []).map((named) => ({
    page,
    what: `${named.of}.${named.field}`,
    model: named.model,
    sampled: named.sampled === true,
    hidden: named.hidden,
    filter: isFilter(page, named) ? columnOf(named.of, named.field) : null,
    plant: (scene) => plantNamed(page, named, scene),
  }));
}

function isFilter({ list }: Endpoint, { of, field }: NamedRows): boolean {
  return list?.model === of && list.filter?.includes(field) === true;
}

async function plantNamed(page: Endpoint, named: NamedRows, scene: Scene) {
  const owner = ownerOf(page, scene);
  const sample = rowSample(named.model);
  const ownerId = owner?.id ?? 0;
  const row = await rowWithin(stage, tableOf(named.model), named.within, ownerId, sample);
  const refers = { [columnOf(named.of, named.field)]: row.id };
  const shown = scene.get(named.of);
  if (shown) {
    const own = tableOf(named.of);
    await stage.db.update(own).set(refers).where(eq(own.id, shown.id));
    return row;
  }
  const { scope } = page;
  const beside = socketOf(page)?.related?.find(({ model }) => model === named.of);
  const tie = scope?.model === named.of ? scope.field : beside?.field;
  const within = owner && tie ? { [columnOf(named.of, tie)]: owner.id } : {};
  await makeRow(stage, named.of, { ...within, ...refers });
  return row;
}

/** The rows that a live page shows beside its object. */
function besideOn(page: Endpoint): Case[] {
  if (page.method !== "GET") return [];
  return (socketOf(page)?.related ?? []).map(({ model, field, sampled, hidden }) => ({
    page,
    what: field === undefined ? model : `${model}.${field}`,
    model,
    sampled: sampled === true,
    hidden,
    filter: null,
    plant: (scene) => {
      const owner = ownerOf(page, scene);
      const given = owner && field !== undefined ? { [columnOf(model, field)]: owner.id } : {};
      return makeRow(stage, model, given);
    },
  }));
}

function ownerOf({ object }: Endpoint, scene: Scene) {
  return object && rowIn(scene, object.model);
}

function socketOf({ view }: Endpoint): Endpoint | undefined {
  return apps
    .flatMap(({ endpoints }) => endpoints)
    .find((each) => each.view === view && each.method === "CONNECT");
}
