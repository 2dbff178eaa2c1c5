import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../templates/typescript/src/database/connection.ts";
import { User as UserTable } from "../../templates/typescript/src/database/tables.ts";
import { checkFacts, passesOn } from "../../templates/typescript/src/rows/conditions.ts";
import {
  allOf,
  anyOf,
  type Fact,
  type Facts,
  not,
  OtherThan,
  type Requirement,
  row,
  USER,
} from "../../templates/typescript/src/runtime/guards.ts";
import { Visitor } from "../../templates/typescript/src/runtime/visitor.ts";
import { ShelfPermission } from "../fixtures/runtime-stub/src/permissions.ts";
import { Box, Keeper, Shelf } from "../fixtures/runtime-stub/src/shelves.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Guards that ask facts of a row are decided by the database. A few lines that look at one row after
// the other say what is right.

type KeeperRow = typeof Keeper.$inferSelect;

let stub: StubApp;
let db: Database;
let users: number[];
let keepers: KeeperRow[];
let shelves: (typeof Shelf.$inferSelect)[];
let boxes: (typeof Box.$inferSelect)[];

beforeAll(async () => {
  stub = await startStubApp();
  ({ db } = stub.database);
  const names = ["anna", "bert", "cleo"].map((username) => ({ username, password: "" }));
  users = (await db.insert(UserTable).values(names).returning()).map(({ id }) => id);
  const [anna = 0, bert = 0, cleo = 0] = users;
  shelves = await db
    .insert(Shelf)
    .values([{ name: "left", is_locked: true }, { name: "right" }, { name: "bare" }])
    .returning();
  const [left = 0, right = 0, bare = 0] = shelves.map(({ id }) => id);
  boxes = await db.insert(Box).values({ shelf_id: left, label: "bolts" }).returning();
  const first = await db
    .insert(Keeper)
    .values([
      { shelf_id: left, user_id: anna },
      { shelf_id: right, user_id: bert },
    ])
    .returning();
  const second = await db
    .insert(Keeper)
    .values([
      { shelf_id: left, user_id: bert, deputy_id: first[0]?.id ?? null },
      { shelf_id: right, user_id: cleo, deputy_id: first[0]?.id ?? null },
      { shelf_id: bare, user_id: anna, deputy_id: first[1]?.id ?? null },
    ])
    .returning();
  keepers = [...first, ...second];
});
afterAll(() => stub.close());

const known = { change: ShelfPermission.ChangeShelf, view: ShelfPermission.ViewShelf } as const;

const userFact = fc.constantFrom<Fact>(USER, not(USER), [USER], not(USER, USER));
const flagFact = fc.constantFrom<Fact>(true, false, not(true), null, not(null), [true, null]);
const ownFacts = fc.oneof(
  fc.record<Facts>({ user: userFact }),
  fc.constantFrom<Facts>({ deputy: null }, { deputy: not(null) }),
  fc.record<Facts>({ "deputy.user": userFact }),
  fc.record<Facts>({ "shelf.is_locked": flagFact }),
  fc.record<Facts>({ "deputy.shelf.is_locked": flagFact }),
);
const both = fc.tuple(ownFacts, ownFacts).map(([one, other]): Facts => ({ ...one, ...other }));
const facts: fc.Arbitrary<Facts> = fc.oneof(
  both,
  fc.constantFrom<Facts>({ "shelf.boxes": null }, { "deputy.shelf.boxes": null }),
  both.map((keeper): Facts => ({ "shelf.keepers": keeper })),
  both.map((keeper): Facts => ({ "deputy.shelf.keepers": keeper })),
  fc.record<Facts>({ "shelf.keepers.user": userFact }),
);
const requirement = fc.letrec<{ whole: Requirement }>((tie) => ({
  whole: fc.oneof(
    { depthSize: "small" },
    facts.map((each) => row(each)),
    fc.constantFrom<Requirement>(known.change, known.view),
    fc.array(tie("whole"), { minLength: 1, maxLength: 3 }).map((parts) => anyOf(...parts)),
    fc.array(tie("whole"), { minLength: 1, maxLength: 3 }).map((parts) => allOf(...parts)),
  ),
})).whole;

it("passes on a row exactly when it is so, whatever is asked", async () => {
  const seed = Number(process.env["SEED"] ?? 20261127);
  const visitors = fc.record({
    who: fc.nat(2),
    held: fc.subarray([known.change, known.view]),
    isSuperuser: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      requirement,
      visitors,
      fc.nat(4),
      async (wanted, { who, held, isSuperuser }, at) => {
        const user = { id: users[who] ?? 0, username: "", isSuperuser };
        const visitor = new Visitor(user, held);
        const keeper = keepers[at] as KeeperRow;
        const guard = { kind: "permission", requirement: wanted } as const;
        const passes = await passesOn(db, visitor, guard, { table: Keeper, row: keeper });
        expect(passes).toBe(isMet(wanted, visitor, keeper));
      },
    ),
    { seed, numRuns: 400 },
  );
});

it("lets nobody pass who is not logged in, neither as a user nor as somebody else", async () => {
  const [keeper] = keepers;
  for (const fact of [USER, not(USER)] satisfies Fact[]) {
    const guard = { kind: "permission", requirement: row({ user: fact }) } as const;
    const subject = { table: Keeper, row: keeper as KeeperRow };
    expect(await passesOn(db, new Visitor(), guard, subject)).toBe(false);
  }
});

it("says before it is served that a guard asks what its table has not", () => {
  const wrong: [Facts, string][] = [
    [{ usr: USER }, "shelf_keeper has no usr_id"],
    [{ "shelf.is_lockd": true }, "shelf_shelf has no is_lockd"],
    [{ "user.age": null }, "auth_user has no age_id"],
    [{ "label.name": true }, "shelf_keeper has no label"],
    [{ "shelf.keepers": true }, "say what one of these rows meets"],
    [{ "shelf.is_locked": { user: USER } }, "A field holds a value"],
  ];
  for (const [each, message] of wrong) expect(() => checkFacts(each, Keeper)).toThrow(message);
  expect(() => checkFacts({ "shelf.keepers": { user: USER } }, Keeper)).not.toThrow();
});

function isMet(wanted: Requirement, visitor: Visitor, keeper: KeeperRow): boolean {
  if (typeof wanted === "string") return visitor.hasPerm(wanted);
  if ("row" in wanted) return areSo(wanted.row, keeper, visitor);
  if ("any" in wanted) return wanted.any.some((part) => isMet(part, visitor, keeper));
  return wanted.all.every((part) => isMet(part, visitor, keeper));
}

function areSo(each: Facts, keeper: KeeperRow, visitor: Visitor): boolean {
  return Object.entries(each).every(([name, fact]) => isSo(name, fact, keeper, visitor));
}

function isSo(name: string, fact: Fact, keeper: KeeperRow | undefined, visitor: Visitor): boolean {
  const [step, ...rest] = name.split(".");
  const further = rest.join(".");
  const deputy = keepers.find(({ id }) => id === keeper?.deputy_id);
  const shelf = shelves.find(({ id }) => id === keeper?.shelf_id);
  if (step === "user") return holds(keeper?.user_id ?? null, fact, visitor);
  if (step === "deputy" && further === "") return holds(keeper?.deputy_id ?? null, fact, visitor);
  if (step === "deputy") return isSo(further, fact, deputy, visitor);
  if (further === "is_locked") return holds(shelf?.is_locked ?? null, fact, visitor);
  if (further === "boxes") return !boxes.some(({ shelf_id: id }) => id === shelf?.id);
  const there = shelf ? keepers.filter(({ shelf_id: id }) => id === shelf.id) : [];
  const meets: Facts = further === "keepers.user" ? { user: fact } : (fact as Facts);
  return there.some((other) => areSo(meets, other, visitor));
}

function holds(value: unknown, fact: Fact, visitor: Visitor): boolean {
  const isOther = fact instanceof OtherThan;
  const values = isOther ? fact.values : [fact].flat();
  const isIn = values.some((each) => (each === USER ? value === visitor.user?.id : value === each));
  return isIn !== isOther;
}
