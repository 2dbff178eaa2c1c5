import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { generate } from "../../../generators/generate.ts";
import { driftOf } from "../../../generators/plan/drift.ts";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { ownLayout } from "../../support/own-layout.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

/** The last field is for the tests to change; the club goes in one of them. */
const manifest = (field = "", club = true) => `spire: 1
project: { name: clubs }
roles:
  secretary: { permissions: [member.change_member] }
apps:
  member:
    models:
      Member:
        fields:
          name: { type: string, max_length: 80 }
          status: { type: choice, choices: [guest, "full member", "honorary member", "former member"], default: guest }
          is_paid: boolean
          ${field}
        permissions: { can_confirm_payments: Can confirm payments }
    views:
      list: { kind: list, links: [create, detail, { to: update, otherwise: "It's closed" }] }
      detail: { kind: detail, links: [update, delete, pay] }
      create: { kind: create }
      update: { kind: update }
      delete: { kind: delete }
      pay: { kind: action, permission: { all: [can_confirm_payments, change_member] }, effect: { set: { is_paid: true, status: "full member" } } }
      import: { kind: action, path: /member/import/, permission: change_member, params: { status: { type: choice, choices: [guest, "full member", "honorary member"] } } }
${club ? CLUB : ""}`;

const CLUB = `  club:
    models:
      Club: { fields: { name: string } }
      Seat: { fields: { club: { type: reference, to: club.Club }, user: user, capacity: string } }
    views:
      board: { kind: live, path: "/club/<int:club_id>/", object: { model: Club, key: club_id }, permission: view_club, handlers: { add: { permission: change_club, params: { user_id: integer, capacity: string }, effect: { create: Seat, values: { user: $user_id, capacity: $capacity } } } } }
`;

const LAYOUTS: readonly Record<string, unknown>[] = [
  { singleQuote: true },
  { semi: false, printWidth: 100 },
  { useTabs: true, tabWidth: 4, printWidth: 120 },
  { printWidth: 80 },
  { printWidth: 120, trailingComma: "none", jsxSingleQuote: true },
  { bracketSameLine: true, bracketSpacing: false, printWidth: 90 },
  { singleAttributePerLine: true, arrowParens: "avoid", quoteProps: "consistent" },
  { objectWrap: "collapse", proseWrap: "always", printWidth: 70 },
  { experimentalTernaries: true, experimentalOperatorPosition: "start", singleQuote: true },
  { printWidth: 60, overrides: [{ files: "*.tsx", options: { printWidth: 110, semi: false } }] },
];

/** What a new project says. */
const OWN = { printWidth: 100, endOfLine: "auto" };

/** Of these a few are tried on edited files, in the long run all. */
const EDITED_UNDER = process.env.SPIRE_LONG
  ? LAYOUTS
  : LAYOUTS.filter((_, index) => index % 3 === 2);

async function newProject(): Promise<string> {
  const dir = testdir({ "spire.yaml": manifest() });
  await regenerate(dir);
  linkOwnPackages(dir);
  return dir;
}

/** Changes the taste of the team. Prettier looks at this file too, so it is as it leaves it. */
async function setLayout(dir: string, layout: Record<string, unknown>): Promise<void> {
  const text = await format(JSON.stringify(layout), { ...layout, parser: "json" });
  writeFileSync(join(dir, ".prettierrc.json"), text);
}

/** Runs the project's own Prettier on all of it, and answers what that prints. */
async function prettier(dir: string, how: "--check" | "--write"): Promise<string> {
  const command = join(dir, "node_modules/prettier/bin/prettier.cjs");
  const options = { cwd: dir, reject: false, all: true };
  return (await execa(process.execPath, [command, how, "."], options)).all ?? "";
}

async function expectWellFormatted(dir: string): Promise<void> {
  expect(await prettier(dir, "--check")).toContain("All matched files use Prettier code style!");
}

async function expectNoDrift(dir: string): Promise<void> {
  const { plan, notices } = await generate(dir, { dryRun: true });
  if (plan === null) throw new Error("the manifest is wrong");
  expect([driftOf(plan), plan.refusals, notices]).toEqual([[], [], []]);
}

/** Nothing differs, and nothing would be written: not in another layout either. */
async function expectUpToDate(dir: string): Promise<void> {
  await expectNoDrift(dir);
  const { plan } = await generate(dir, { dryRun: true });
  expect(plan?.writes.map(({ path }) => path)).toEqual([]);
}

/** The files that spire alone lays out, by path. */
function generatedFiles(dir: string): Record<string, string> {
  const places = /^(?:src\/(?:runtime|database|forms)|tests\/support)\/|\/urls\.ts$/;
  return Object.fromEntries(Object.entries(readTree(dir)).filter(([path]) => places.test(path)));
}

function write(dir: string, path: string, change: (text: string) => string): void {
  const text = readFileSync(join(dir, path), "utf8");
  const changed = change(text);
  expect(changed, `${path} is as this test knows it`).not.toBe(text);
  writeFileSync(join(dir, path), changed);
}

describe("ten layouts after each other, and back", () => {
  test("are followed by every file that nobody edited, with nothing but a regeneration", async () => {
    const dir = await newProject();
    const before = readTree(dir);
    const generated = generatedFiles(dir);
    expect(Object.keys(generated).length).toBeGreaterThan(40);
    for (const [index, layout] of [...LAYOUTS, OWN].entries()) {
      await setLayout(dir, layout);
      const isLast = index === LAYOUTS.length;
      writeFileSync(
        join(dir, "spire.yaml"),
        manifest(isLast ? "" : `n${index}: { type: integer, null: true }`),
      );
      const { kept, conflicts } = await regenerate(dir, { allowDataLoss: true });
      expect([kept, conflicts]).toEqual([[], []]);
      await expectWellFormatted(dir);
      await expectUpToDate(dir);
      const again = generatedFiles(dir);
      for (const path of Object.keys(generated)) {
        if (!path.startsWith("src/apps/")) expect(again[path]).toBe(generated[path]);
      }
    }
    // What spire remembers says nothing of layouts, and what stands differs in nothing else.
    const after = readTree(dir);
    for (const [path, text] of Object.entries(before)) {
      if (path.startsWith("migrations/") || path.startsWith(".spire/base/migrations/")) continue;
      const plain = (content = "") => ownLayout.plain({ path, content });
      expect([path, await plain(after[path])]).toEqual([path, await plain(text)]);
    }
  }, 600_000);

  test("keep what was edited by hand, when the project's formatter runs first", async () => {
    const dir = await newProject();
    write(dir, "src/apps/member/views/update.ts", (text) =>
      text.replace("  async save() {", "  // by hand: a note\n  async save() {"),
    );
    write(dir, "src/apps/member/templates/list.tsx", (text) =>
      text.replace("<Layout", '<Layout data-hand={[\'by hand\', "it\'s"].join(" ")}'),
    );
    write(dir, "README.md", (text) => text.replace("## Start", "By hand.\n\n## Start"));
    write(dir, ".prettierignore", (text) => `${text}/by-hand/\n`);
    writeFileSync(join(dir, "src/own.ts"), "export const own   = 'by hand'\n");
    for (const [index, layout] of [...EDITED_UNDER, OWN].entries()) {
      await setLayout(dir, layout);
      await prettier(dir, "--write");
      // One pass of Prettier is not always its last word.
      await expectNoDrift(dir);
      writeFileSync(join(dir, "spire.yaml"), manifest(`n${index}: { type: integer, null: true }`));
      const { kept, conflicts } = await regenerate(dir, { allowDataLoss: true });
      expect([kept, conflicts]).toEqual([[], []]);
      await expectWellFormatted(dir);
      await expectUpToDate(dir);
      const tree = readTree(dir);
      expect(tree["src/apps/member/views/update.ts"]).toContain("// by hand: a note");
      expect(tree["src/apps/member/templates/list.tsx"]).toMatch(/data-hand=\{\[["']by hand["'],/);
      expect(tree["src/apps/member/models.ts"]).toContain(`n${index}: integer()`);
      expect(tree["README.md"]).toContain("By hand.");
      expect(tree[".prettierignore"]).toContain("/by-hand/");
      expect(tree["src/own.ts"]).toMatch(/["']by hand["']/);
    }
  }, 600_000);
});

test("a project that is laid out otherwise from its first day verifies as it is written", async () => {
  const dir = testdir({
    "spire.yaml": manifest(),
    ".prettierrc": "singleQuote: true\nsemi: false\n",
  });
  await regenerate(dir);
  linkOwnPackages(dir);
  expect(Object.keys(readTree(dir))).not.toContain(".prettierrc.json");
  await expectWellFormatted(dir);
  await expectUpToDate(dir);
});

test("files that were only laid out anew go with what the manifest drops, and move with it", async () => {
  const dir = await newProject();
  await setLayout(dir, { singleQuote: true, semi: false, printWidth: 60 });
  await prettier(dir, "--write");
  const renamed = manifest("", false)
    .replace("      pay: {", "      paid: { renamed_from: pay,")
    .replace("links: [update, delete, pay]", "links: [update, delete, paid]");
  writeFileSync(join(dir, "spire.yaml"), renamed);
  const { kept, moved, deleted } = await regenerate(dir, { allowDataLoss: true });
  expect([kept, moved.map(({ to }) => to)]).toEqual([[], ["src/apps/member/views/paid.ts"]]);
  expect(deleted).toContain("src/apps/club/models.ts");
  await expectWellFormatted(dir);
  await expectUpToDate(dir);
});

test("a generated file that was only laid out anew is written anew, and refused once it was edited", async () => {
  const dir = await newProject();
  const before = readTree(dir);
  write(dir, ".prettierignore", (text) => text.replace("/src/runtime/\n", ""));
  await setLayout(dir, { singleQuote: true, printWidth: 60 });
  await prettier(dir, "--write");
  const path = "src/runtime/guards.ts";
  expect(readTree(dir)[path]).not.toBe(before[path]);
  await regenerate(dir);
  expect(generatedFiles(dir)).toEqual(
    Object.fromEntries(Object.entries(before).filter(([name]) => name in generatedFiles(dir))),
  );
  write(dir, path, (text) => text.replace("return", "/* mine */ return"));
  const { plan } = await generate(dir);
  expect(plan?.refusals.map(({ path: refused, reason }) => [refused, reason])).toEqual([
    [path, "edited-generated"],
  ]);
});

test("a layout that a program says is left to the project, with one warning", async () => {
  const dir = await newProject();
  rmSync(join(dir, ".prettierrc.json"));
  writeFileSync(
    join(dir, "prettier.config.js"),
    'throw new Error("a repository ran its own code");\n',
  );
  const { plan, notices } = await generate(dir);
  expect(notices).toEqual([
    "prettier.config.js is a program, which spire does not run: files are written in spire's own " +
      "layout, and those that stand keep theirs. Run the project's formatter afterwards.",
  ]);
  expect([plan?.writes, plan?.refusals]).toEqual([[], []]);
  writeFileSync(join(dir, "prettier.config.js"), "export default { singleQuote: true };\n");
  await prettier(dir, "--write");
  writeFileSync(join(dir, "spire.yaml"), manifest("rank: { type: integer, null: true }"));
  expect((await regenerate(dir)).conflicts).toEqual([]);
  await prettier(dir, "--write");
  await expectWellFormatted(dir);
  const after = await generate(dir, { dryRun: true });
  expect(after.plan && driftOf(after.plan)).toEqual([]);
});
