import { eq, sql } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  Group,
  GroupPermission,
  Session,
  User,
  UserGroup,
  UserPermission,
} from "../../templates/typescript/src/database/tables.ts";
import {
  installPushTriggers,
  PUSH_CHANNEL,
} from "../../templates/typescript/src/database/push-triggers.ts";
import { describeView } from "../../templates/typescript/src/runtime/registry.ts";
import { Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { views } from "../fixtures/runtime-stub/src/views.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

let stub: StubApp;
let heard: string[] = [];
let user: Awaited<ReturnType<StubApp["login"]>>;
beforeAll(async () => {
  stub = await startStubApp();
  await stub.database.listen(PUSH_CHANNEL, (payload) => heard.push(payload));
});
afterAll(() => stub.close());
beforeEach(async () => {
  user = await stub.login();
});

/** What is said while something is done, in the order of its first being said. */
async function saidBy(work: () => PromiseLike<unknown>): Promise<string[]> {
  heard = [];
  await work();
  const end = crypto.randomUUID();
  await stub.database.db.execute(sql`select pg_notify(${PUSH_CHANNEL}, ${end})`);
  while (!heard.includes(end)) await new Promise((resolve) => setTimeout(resolve, 5));
  return heard.slice(0, heard.indexOf(end));
}

describe("whoever may have lost a power is named", () => {
  const cases: [string, () => PromiseLike<unknown>][] = [
    ["by the end of a session", () => db().delete(Session).where(eq(Session.user_id, user.id))],
    [
      "by a session that is made to run out",
      () =>
        db()
          .update(Session)
          .set({ expires_at: new Date(0) })
          .where(eq(Session.user_id, user.id)),
    ],
    [
      "by being deactivated",
      () => db().update(User).set({ is_active: false }).where(eq(User.id, user.id)),
    ],
    ["by being deleted", () => db().delete(User).where(eq(User.id, user.id))],
    [
      "by a permission that is granted",
      () => db().insert(UserPermission).values({ user_id: user.id, permission: "a.b" }),
    ],
  ];
  it.each(cases)("%s", async (_how, work) => {
    expect(await saidBy(work)).toEqual([String(user.id)]);
  });

  it("by a group that is joined, left or swapped for another", async () => {
    const groups = await db()
      .insert(Group)
      .values([{ name: `g${user.id}` }, { name: `h${user.id}` }])
      .returning();
    const [first = 0, second = 0] = groups.map(({ id }) => id);
    const own = eq(UserGroup.user_id, user.id);
    for (const work of [
      () => db().insert(UserGroup).values({ user_id: user.id, group_id: first }),
      () => db().update(UserGroup).set({ group_id: second }).where(own),
      () => db().delete(UserGroup).where(own),
    ]) {
      expect(await saidBy(work)).toEqual([String(user.id)]);
    }
    const grant = { group_id: first, permission: "a.b" };
    expect(await saidBy(() => db().insert(GroupPermission).values(grant))).toEqual(["*"]);
  });

  it("by a membership that ends, or goes to somebody else, who is named as well", async () => {
    const other = await stub.login();
    const [shelf] = await db().insert(Shelf).values({ name: "s" }).returning();
    const keep = { shelf_id: shelf?.id ?? 0, user_id: user.id };
    expect(await saidBy(() => db().insert(Keeper).values(keep))).toEqual([]);
    const own = eq(Keeper.shelf_id, keep.shelf_id);
    const give = () => db().update(Keeper).set({ user_id: other.id }).where(own);
    expect(await saidBy(give)).toEqual([String(user.id), String(other.id)]);
    expect(await saidBy(() => db().delete(Keeper).where(own))).toEqual([String(other.id)]);
  });
});

describe("nobody is named", () => {
  const cases: [string, () => PromiseLike<unknown>][] = [
    ["by a login, which makes a session", () => stub.login()],
    [
      "by a password that is confirmed",
      () =>
        db().update(Session).set({ confirmed_at: new Date() }).where(eq(Session.user_id, user.id)),
    ],
    [
      "by a new password",
      () => db().update(User).set({ password: "x" }).where(eq(User.id, user.id)),
    ],
    [
      "by an update that changes nothing",
      () => db().update(User).set({ is_active: true }).where(eq(User.id, user.id)),
    ],
  ];
  it.each(cases)("%s", async (_how, work) => {
    expect(await saidBy(work)).toEqual([]);
  });
});

it("says a user once, and everybody once, in a transaction of 10,000 rows", async () => {
  const work = () =>
    db().transaction(async (transaction) => {
      await transaction.execute(sql`
        insert into auth_user_permission
        select ${user.id}, 'a.' || n from generate_series(1, 10000) n`);
      const [group] = await transaction
        .insert(Group)
        .values({ name: `many ${user.id}` })
        .returning();
      await transaction.execute(sql`
        insert into auth_group_permission
        select ${group?.id ?? 0}, 'a.' || n from generate_series(1, 10000) n`);
    });
  expect(await saidBy(work)).toEqual([String(user.id), "*"]);
});

describe("the triggers", () => {
  const members = views.flatMap((view) => describeView(view).member ?? []);
  const triggers = async () => {
    const { rows } = (await db().execute(sql`
      select oid, tgrelid::regclass::text as table from pg_trigger where tgname = 'spire_push'
      order by 2`)) as unknown as { rows: { oid: number; table: string }[] };
    return rows;
  };

  it("are left alone when they are what they should be", async () => {
    const before = await triggers();
    expect(before.map(({ table }) => table)).toContain("shelf_keeper");
    await installPushTriggers(db(), members);
    expect(await triggers()).toEqual(before);
  });

  it("go with the rule that needed them, with any number of users in a row, and come back", async () => {
    await db().execute(
      sql`create table pair (first_id integer, second_id integer, place_id integer)`,
    );
    const Pair = pgTable("pair", {
      first_id: integer(),
      second_id: integer(),
      place_id: integer(),
    });
    const pairs = [Pair.first_id, Pair.second_id].map((user) => ({
      table: Pair,
      object: Pair.place_id,
      user,
    }));
    await installPushTriggers(db(), pairs);
    const tables = (await triggers()).map(({ table }) => table);
    expect(tables).toContain("pair");
    expect(tables).not.toContain("shelf_keeper");
    await db().insert(Pair).values({ first_id: 901, second_id: 902, place_id: 1 });
    expect(await saidBy(() => db().delete(Pair))).toEqual(["901", "902"]);

    await installPushTriggers(db(), members);
    await db().execute(sql`drop table pair`);
    expect((await triggers()).map(({ table }) => table)).toContain("shelf_keeper");
  });

  it("stand in the way of no column that a migration drops", async () => {
    await db().execute(sql`alter table shelf_keeper rename column user_id to person_id`);
    expect(await saidBy(() => db().execute(sql`delete from shelf_keeper`))).toEqual([]);
    await db().execute(sql`alter table shelf_keeper rename column person_id to user_id`);
    await db().execute(sql`
      alter table shelf_keeper drop column shelf_id, add column shelf_id integer`);
  });
});

const db = () => stub.database.db;
