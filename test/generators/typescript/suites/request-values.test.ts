import { beforeAll, expect, it } from "vitest";
import {
  breakableProject,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The tests of a generated project must notice when an effect stores somebody else than the visitor,
// another moment than the request's, or another row than the one that it is about.

const MANIFEST = `
spire: 1
project: { name: small, time_zone: Asia/Tokyo }
apps:
  shelf:
    models:
      Shelf:
        fields:
          name: string
          keeper: { type: user, null: true, on_delete: set_null }
          checked_at: { type: datetime, null: true }
          checked_on: { type: date, null: true }
          checked_time: { type: time, null: true }
      Book: { fields: { shelf: { type: reference, to: shelf.Shelf } } }
      Loan:
        fields:
          book: { type: reference, to: shelf.Book, on_delete: cascade }
          reader: { type: user, on_delete: cascade }
          lent_at: datetime
    views:
      # First, so that no other view's rows have used up ids.
      lend:
        kind: action
        model: Book
        path: /shelf/<int:shelf_id>/books/<int:pk>/lend/
        object: { model: Shelf, key: shelf_id }
        permission: view_book
        effect: { create: Loan, values: { book: $row, reader: $user, lent_at: $now } }
      check:
        kind: action
        model: Shelf
        permission: change_shelf
        effect: { set: { keeper: $user, checked_at: $now, checked_on: $now, checked_time: $now } }
`;

const views = "src/apps/shelf/views";
const mutants: (Mutant & { failing: string })[] = [
  {
    what: "whoever kept it before",
    file: `${views}/check.ts`,
    from: "this.user.id",
    to: "this.object.keeper_id",
    failing: "shelf.check POST superuser · allow",
  },
  {
    what: "the same user always",
    file: `${views}/lend.ts`,
    from: "this.user.id",
    to: "1",
    failing: "shelf.lend POST superuser · allow",
  },
  {
    what: "a constant date",
    file: `${views}/check.ts`,
    from: "new Date()",
    to: 'new Date("2026-01-31")',
    failing: "shelf.check POST superuser · allow",
  },
  {
    what: "a moment that is to come",
    file: `${views}/lend.ts`,
    from: "new Date()",
    to: "new Date(Date.now() + 60_000)",
    failing: "shelf.lend POST superuser · allow",
  },
  {
    what: "the clock of another zone",
    file: `${views}/check.ts`,
    from: "clockAt(now, timeZone)",
    to: 'clockAt(now, "UTC")',
    failing: "shelf.check POST superuser · allow",
  },
  {
    what: "a day before",
    file: `${views}/check.ts`,
    from: "dayAt(now, timeZone)",
    to: "dayAt(new Date(now.getTime() - 86_400_000), timeZone)",
    failing: "shelf.check POST superuser · allow",
  },
  {
    what: "the object in place of the row",
    file: `${views}/lend.ts`,
    from: "this.row.id",
    to: "this.object.id",
    failing: "shelf.lend POST superuser · allow",
  },
];

let project: string;
beforeAll(async () => {
  project = await breakableProject(MANIFEST);
});

const failures = async () => (await runTests(project, "tests/permissions.test.ts")).failed;

it("passes as it was generated", async () => {
  expect(await failures()).toEqual([]);
});

it.each(mutants)("is not content with $what", { timeout: 120_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    expect(await failures()).toContainEqual(expect.stringContaining(mutant.failing));
  });
});
