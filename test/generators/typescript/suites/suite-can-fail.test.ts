import { beforeAll, expect, it } from "vitest";
import {
  breakableProject,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The tests that ship in a generated project must notice when its guards are broken by hand.

let project: string;
beforeAll(async () => {
  project = await breakableProject();
});

interface NoticedMutant extends Mutant {
  /** The test file that has to notice, and a test in it that has to fail. */
  noticedBy: string;
  failing: string;
}

const views = "src/apps/shelf/views";

const mutants: NoticedMutant[] = [
  {
    what: "a form that changes what an action changes",
    file: `${views}/update.ts`,
    from: /ShelfForm\.without\("is_locked"\)\.read/,
    to: "ShelfForm.read",
    noticedBy: "protections",
    failing: "shelf.update POST: is_locked",
  },
  {
    what: "a guard that asks for less",
    file: `${views}/update.ts`,
    from: /(@post\(.*\n\s*)@permissionRequired\(ShelfPermission\.ChangeShelf\)/,
    to: "$1@loginIsEnough()",
    noticedBy: "permissions",
    failing: "shelf.update POST no permissions · denied",
  },
  {
    what: "a guard that asks for another permission",
    file: `${views}/lock.ts`,
    from: "ShelfPermission.CanLockShelf",
    to: "ShelfPermission.ChangeShelf",
    noticedBy: "permissions",
    failing: "shelf.lock POST only shelf.can_lock_shelf · allow",
  },
  {
    what: "a guard that asks for less, before a body that answers in its words",
    file: `${views}/lock.ts`,
    from: /@permissionRequired\(ShelfPermission\.CanLockShelf\)\n([^]*?run\(\) \{\n)/,
    to: `@loginIsEnough()
$1    if (!this.visitor.hasPerm(ShelfPermission.CanLockShelf))
      return this.refuse("Permission denied", 403);
`,
    noticedBy: "permissions",
    failing: "shelf.lock POST no permissions · denied",
  },
  {
    what: "a guard that asks for less, before a body that denies in its place",
    file: `${views}/list.ts`,
    from: /@permissionRequired\(ShelfPermission\.ViewShelf\)\n(.*show\(\) \{\n)/,
    to: `@loginIsEnough()
$1    if (!this.visitor.hasPerm(ShelfPermission.ViewShelf)) this.denied();
`,
    noticedBy: "permissions",
    failing: "shelf.list GET no permissions · denied",
  },
  {
    what: "a guard that is never asked",
    file: "src/dispatch/dispatch.ts",
    from: "  checkGuard(call, call.endpoint);\n",
    to: "",
    noticedBy: "permissions",
    failing: "shelf.list GET only shelf.view_shelf · allow",
  },
  {
    what: "a membership that nobody asks for",
    file: `${views}/room.ts`,
    from: /@memberRequired\(.*\n/,
    to: "",
    noticedBy: "permissions",
    failing: "shelf.room GET superuser, not a member · redirect",
  },
  {
    what: "an event that reaches rows of another object",
    file: `${views}/room.ts`,
    from: ", eq(models.Keeper.shelf_id, this.object.id)),\n    );",
    to: "),\n    );",
    noticedBy: "permissions",
    failing: "shelf.room EVENT dismiss row of another · superuser · ignored",
  },
  {
    what: "an action that does nothing",
    file: `${views}/lock.ts`,
    from: "not(models.Shelf.is_locked)",
    to: "models.Shelf.is_locked",
    noticedBy: "permissions",
    failing: "shelf.lock POST superuser · allow",
  },
  {
    what: "a visitor who is loaded only once",
    file: "src/dispatch/live-socket.ts",
    from: "this.#call = { ...this.#call, visitor };",
    to: "void visitor;",
    noticedBy: "permissions",
    failing: "loses shelf.view_shelf mid-session · closed",
  },
  {
    what: "a control that is shown to everybody",
    file: "src/apps/shelf/templates/list.tsx",
    from: "perms.shelf.change_shelf && (",
    to: "(",
    noticedBy: "controls",
    failing: "shelf.list link shelf.update · only shelf.view_shelf · hidden",
  },
  {
    what: "a control that is shown to nobody",
    file: "src/apps/shelf/templates/room.tsx",
    from: "perms.shelf.can_lock_shelf && (",
    to: "perms.shelf.add_keeper && (",
    noticedBy: "controls",
    failing: "shelf.room event lock · only shelf.view_shelf + shelf.can_lock_shelf · shown",
  },
  {
    what: "a component that does not show the controls that it is given",
    file: "src/components/data-table.tsx",
    from: "{actions(row)}",
    to: "",
    noticedBy: "controls",
    failing: "shelf.list link shelf.update · superuser · shown",
  },
  {
    what: "an event that is not audited",
    file: `${views}/room.ts`,
    from: "  @audited()\n",
    to: "",
    noticedBy: "protections",
    failing: "the audit log tells who did it, and who tried shelf.room EVENT dismiss",
  },
  {
    what: "a label of rows that the visitor may not view",
    file: `${views}/badges.ts`,
    from: "this.visitor.hasPerm(ShelfPermission.ViewKeeper)",
    to: "this.visitor.user !== null",
    noticedBy: "named-rows",
    failing: "shelf.badges GET · shelf.Badge.keeper only shelf.view_badge · not seen",
  },
  {
    what: "rows of a live page that everybody is shown",
    file: "src/runtime/visitor.ts",
    from: "    return this.user !== null && (this.user.isSuperuser ||",
    to: '    return this.user !== null && (permission === "shelf.view_remark" || this.user.isSuperuser ||',
    noticedBy: "named-rows",
    failing: "shelf.room GET · shelf.Remark.shelf",
  },
  {
    what: "labels of rows that nobody asks about",
    file: "src/rows/rows.ts",
    from: ": sql`false`",
    to: ": sql`true`",
    noticedBy: "named-rows",
    failing: "shelf.badges GET",
  },
  {
    what: "a filter that offers rows that the visitor may not view",
    file: "src/lists/filters.ts",
    from: "and(seen, inArray(id, referred)) ?? seen",
    to: "inArray(id, referred)",
    noticedBy: "named-rows",
    failing: "shelf.badges GET · shelf.Badge.keeper",
  },
  {
    what: "a filter that names users who stand in no row",
    file: "src/lists/filters.ts",
    from: "and(seen, inArray(id, referred)) ?? seen",
    to: "seen",
    noticedBy: "lists",
    failing: "shelf.keepers GET",
  },
  {
    what: "a search that finds everything",
    file: `${views}/list.ts`,
    from: '      search: ["name"],\n',
    to: "",
    noticedBy: "lists",
    failing: "shelf.list GET",
  },
  {
    what: "a filter that keeps everything",
    file: `${views}/list.ts`,
    from: '      filter: ["is_locked"],\n',
    to: "",
    noticedBy: "lists",
    failing: "shelf.list GET",
  },
  {
    what: "a list in another order",
    file: `${views}/list.ts`,
    from: 'order: ["-name"]',
    to: 'order: ["name"]',
    noticedBy: "lists",
    failing: "shelf.list GET",
  },
  {
    what: "a form that asks for no password",
    file: `${views}/create.ts`,
    from: '  @confirmPassword("Add shelf")\n',
    to: "",
    noticedBy: "protections",
    failing: "the password is asked for first shelf.create POST",
  },
  {
    what: "a form that is taken as often as it is sent",
    file: `${views}/create.ts`,
    from: /  @rateLimit\(.*\n/,
    to: "",
    noticedBy: "protections",
    failing: "calls beyond the rate limit change nothing shelf.create POST",
  },
  {
    what: "a deletion that is not audited",
    file: `${views}/delete.ts`,
    from: "  @audited()\n",
    to: "",
    noticedBy: "protections",
    failing: "the audit log tells who did it, and who tried shelf.delete POST",
  },
  {
    what: "a route that the manifest does not know",
    file: `${views}/list.ts`,
    from: "  @get(",
    to: '  @get("/secret/")\n  @permissionRequired(ShelfPermission.ViewShelf)\n  secret() {\n    return this.done("");\n  }\n\n  @get(',
    noticedBy: "closed-world",
    failing: "registers exactly the routes of the matrix",
  },
  {
    what: "a permission that does not exist",
    file: "src/apps/shelf/templates/update.tsx",
    from: "export function",
    to: 'export const stale = "shelf.chnage_shelf";\n\nexport function',
    noticedBy: "closed-world",
    failing: "names no permission that does not exist",
  },
];

it("passes as it was generated", { timeout: 300_000 }, async () => {
  const { failed, ran } = await runTests(project);
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(300);
});

it.each(mutants)("notices $what", { timeout: 120_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    const { failed, ran } = await runTests(project, `tests/${mutant.noticedBy}.test.ts`);
    expect(failed.filter((name) => name.includes(mutant.failing))).not.toEqual([]);
    expect(failed.length, "only what the guard is about").toBeLessThanOrEqual(ran / 2);
  });
});
