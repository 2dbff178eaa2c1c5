import { beforeAll, expect, it } from "vitest";
import {
  breakableProject,
  exactly,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The tests of a generated project must notice when a control offers, or its action or event takes, a
// row that the visitor may not view, one of another object, or a user who is not to be chosen.

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf:
        fields:
          name: { type: string, max_length: 80 }
          keeper: { type: user, offer: active, null: true, on_delete: set_null }
      Book:
        fields:
          shelf: { type: reference, to: shelf.Shelf, on_delete: cascade }
          title: { type: string, max_length: 80 }
      Reader:
        fields:
          shelf: { type: reference, to: shelf.Shelf, on_delete: cascade }
          user: { type: user, offer: active, on_delete: cascade }
    views:
      list: { kind: list, model: Shelf, links: [lend, shred, tell] }
      detail: { kind: detail, model: Shelf, links: [room] }
      # The body is the developer's; each shelf of the list has books and readers of its own.
      lend:
        kind: action
        model: Shelf
        path: /shelf/<int:pk>/lend/
        object: { model: Shelf, key: pk }
        permission: change_shelf
        params: { book: { type: reference, to: shelf.Book } }
      shred:
        kind: action
        model: Shelf
        permission: change_shelf
        params: { book: reference }
        effect: { delete: Book, key: book }
      # Nobody is offered: there is no role.
      tell: { kind: action, model: Shelf, permission: none, params: { whom: user }, allow: { SP326: later } }
      room:
        kind: live
        path: /rooms/<int:shelf_id>/
        permission: view_shelf
        object: { model: Shelf, key: shelf_id }
        handlers:
          admit: { permission: none, params: { who: user }, effect: { create: Reader, values: { user: $who } } }
          recommend: { permission: none, params: { book: { type: reference, to: shelf.Book } } }
`;

const views = "src/apps/shelf/views";
const BOOKS = /await demandChoice\([^;]*models\.Book\.title[^;]*;/;
const ALIKE = "an id that is not offered is answered like one that is not there:";

const mutants: (Mutant & { suite: string; failing: string })[] = [
  {
    what: "an action of one's own that takes any row",
    file: `${views}/lend.ts`,
    from: BOOKS,
    to: "void [demandChoice, visible, eq, models];",
    suite: "tests/permissions.test.ts",
    failing: "shelf.lend POST only shelf.change_shelf · allow",
  },
  {
    what: "an event of one's own that takes any row",
    file: `${views}/room.ts`,
    from: BOOKS,
    to: "",
    suite: "tests/permissions.test.ts",
    failing: "shelf.room EVENT recommend only shelf.view_shelf · allow",
  },
  {
    what: "an action that takes any user",
    file: `${views}/tell.ts`,
    from: /await demandChoice\([^;]*;/,
    to: "void [demandChoice, nobody];",
    suite: "tests/permissions.test.ts",
    failing: "shelf.tell POST no permissions · allow",
  },
  {
    what: "a deletion of what the visitor may not view",
    file: `${views}/shred.ts`,
    from: /visible\(models\.Book\.title, this\.visitor\.hasPerm\(\w+\.\w+\)\)\.where/,
    to: "visible(models.Book.title, true).where",
    suite: "tests/permissions.test.ts",
    failing: "shelf.shred POST only shelf.change_shelf · allow",
  },
  {
    what: "an action that takes a row of another object",
    file: `${views}/lend.ts`,
    from: /,\s*eq\(models\.Book\.shelf_id, this\.object\.id\)/,
    to: "",
    suite: "tests/attack",
    failing: `${ALIKE} of another object's row`,
  },
  {
    what: "a control that offers what the visitor may not view",
    file: `${views}/list.ts`,
    from: "this.visitor.hasPerm(ShelfPermission.ViewBook)",
    to: "true",
    suite: "tests/controls.test.ts",
    failing: "button shelf.lend · only shelf.view_shelf + shelf.change_shelf · shown",
  },
  {
    what: "a control that offers rows of another object",
    file: `${views}/list.ts`,
    from: /,\s*eq\(models\.Book\.shelf_id, id\)/,
    to: "",
    suite: "tests/controls.test.ts",
    failing: "button shelf.lend · superuser · shown",
  },
  {
    what: "a control that offers every user",
    file: `${views}/list.ts`,
    from: "whom: nobody()",
    to: "whom: activeUsers()",
    suite: "tests/controls.test.ts",
    failing: "button shelf.tell · only shelf.view_shelf · shown",
  },
  {
    what: "a control of an event that offers nobody",
    file: `${views}/room.ts`,
    from: "offersOf(this.db, this.visitor.user !== null, { who: activeUsers() })",
    to: "offersOf(this.db, false, { who: activeUsers() })",
    suite: "tests/controls.test.ts",
    failing: "event admit · only shelf.view_shelf · shown",
  },
];

let project: string;
beforeAll(async () => {
  project = await breakableProject(MANIFEST);
});

it("passes as it was generated", { timeout: 300_000 }, async () => {
  const { failed, messages, ran } = await runTests(project);
  expect(failed, messages.slice(0, 4000)).toEqual([]);
  expect(ran).toBeGreaterThan(100);
});

it.each(mutants)("is not content with $what", { timeout: 300_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    const { suite, failing } = mutant;
    const { failed } = await runTests(project, suite, "-t", exactly(failing));
    expect(failed).toContainEqual(expect.stringContaining(failing));
  });
});
