import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { beforeAll, expect, it } from "vitest";
import { generate } from "../../../bin/generate.ts";
import { packageRoot } from "../../../schema/package-root.ts";
import { testdir } from "../../support/testdir.ts";

// The tests that ship in a generated project must notice when its guards are broken by hand.

const MANIFEST = `
spire: 1
project: { name: small }
roles:
  reader: { permissions: [shelf.view_shelf] }
apps:
  shelf:
    models:
      Shelf:
        fields: { name: string, is_locked: boolean }
        permissions: { can_lock_shelf: Can lock a shelf }
      Keeper:
        fields:
          shelf: { type: reference, to: shelf.Shelf }
          user: user
      # Rows that refer to each other and to their own kind, with hardly any room for a name.
      Branch:
        fields:
          tree: { type: reference, to: shelf.Tree }
          parent: { type: reference, to: shelf.Branch, null: true }
          code: { type: string, max_length: 1, unique: true }
      Tree:
        fields:
          best: { type: reference, to: shelf.Branch, null: true }
    views:
      list: { kind: list, model: Shelf, links: [update, room] }
      update: { kind: update, model: Shelf }
      lock: { kind: action, model: Shelf, permission: can_lock_shelf, effect: { toggle: is_locked } }
      room:
        kind: live
        path: /rooms/<int:shelf_id>/
        permission: view_shelf
        object: { model: Shelf, key: shelf_id }
        member: { model: Keeper, object: shelf, user: user, otherwise: /shelf/ }
        handlers:
          dismiss:
            permission: can_lock_shelf
            params: { keeper_id: integer }
            effect: { delete: Keeper, key: keeper_id }
            rate_limit: { max_calls: 3, per_seconds: 60 }
            audit: true
            confirm_password: true
`;

let project: string;
beforeAll(async () => {
  project = testdir({ "spire.yaml": MANIFEST });
  const { plan, diagnostics } = await generate(project);
  expect(plan, JSON.stringify(diagnostics)).not.toBeNull();
  symlinkSync(join(packageRoot, "node_modules"), join(project, "node_modules"));
});

/** Runs the project's own tests, or one file of them; the names of those that failed. */
async function failures(file?: string): Promise<string[]> {
  const report = join(project, "report.json");
  rmSync(report, { force: true });
  const args = ["run", "--reporter=json", `--outputFile=${report}`, ...(file ? [file] : [])];
  const vitest = join(project, "node_modules", ".bin", "vitest");
  const { all } = await execa(vitest, args, { cwd: project, reject: false, all: true });
  if (!existsSync(report)) throw new Error(all);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: {
      message: string;
      assertionResults: { fullName: string; status: string }[];
    }[];
  };
  expect(testResults.length).toBeGreaterThan(0);
  return testResults.flatMap(({ message, assertionResults }) => {
    // A file that could not even be loaded has no tests, only a message.
    if (assertionResults.length === 0) return [message];
    return assertionResults
      .filter(({ status }) => status === "failed")
      .map(({ fullName }) => fullName);
  });
}

interface Mutant {
  what: string;
  file: string;
  from: string | RegExp;
  to: string;
  /** The test file that has to notice, and a test in it that has to fail. */
  noticedBy: string;
  failing: string;
}

const views = "src/apps/shelf/views";

const mutants: Mutant[] = [
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
    from: "eq(models.Keeper.shelf_id, this.object.id)),\n      )",
    to: "),\n      )",
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
    file: "src/runtime/live-socket.ts",
    from: "this.#call = { ...this.#call, visitor };",
    to: "void visitor;",
    noticedBy: "permissions",
    failing: "loses shelf.can_lock_shelf mid-session · denied",
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
    failing: "shelf.room event dismiss · only shelf.view_shelf + shelf.can_lock_shelf · shown",
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
  expect(await failures()).toEqual([]);
});

it.each(mutants)("notices $what", { timeout: 120_000 }, async (mutant) => {
  const path = join(project, mutant.file);
  const original = readFileSync(path, "utf8");
  const broken = original.replace(mutant.from, mutant.to);
  expect(broken, "the generated text is as this test knows it").not.toBe(original);
  writeFileSync(path, broken.replace("  loginRequired,", "  loginIsEnough,\n  loginRequired,"));
  try {
    const failed = await failures(`tests/${mutant.noticedBy}.test.ts`);
    expect(failed.filter((name) => name.includes(mutant.failing))).not.toEqual([]);
    expect(failed.length, "only what the guard is about").toBeLessThan(60);
  } finally {
    writeFileSync(path, original);
  }
});
