import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { driftOf } from "../../../generators/plan/drift.ts";
import { editFile } from "../../support/edit-file.ts";
import { readTree } from "../../support/read-tree.ts";
import { generatePlain, library } from "./library.ts";

let dir: string;
beforeEach(async () => {
  dir = library();
  await generatePlain(dir);
});

const read = (path: string): string => readFileSync(join(dir, path), "utf8");

const texts = () => Object.keys(readTree(dir)).filter((path) => /^[^.].*\.txt$/.test(path));

/** Adds a field to the manifest. */
const addField = () =>
  editFile(dir, "spire.yaml", "{ name: string }", "{ name: string, room: string }");

function renameShelf(): void {
  editFile(dir, "spire.yaml", "  shelf:\n", "  rack:\n    renamed_from: shelf\n");
  editFile(dir, "spire.yaml", "links: [shelf.list]", "links: [rack.list]");
}

test("a project of plain texts is written, and a second run has nothing to do", async () => {
  expect(texts()).toEqual([
    "layout.txt",
    "loan/changes/0001.txt",
    "loan/list.txt",
    "loan/overview.txt",
    "permissions.txt",
    "shelf/changes/0001.txt",
    "shelf/detail.txt",
    "shelf/list.txt",
    "shelf/overview.txt",
  ]);
  expect(read("shelf/list.txt")).toBe(
    "view: shelf.list\nneeds: shelf.view_shelf\noverview: ./overview.txt\n" +
      "link: ./detail.txt if shelf.view_shelf\n",
  );
  expect((await generatePlain(dir)).plan.writes).toEqual([]);
});

test("text of the manifest stays in the place that the target's escaper has for it", () => {
  expect(read("shelf/overview.txt")).toContain(
    "permission: shelf.can_lock_shelf, Can lock needs: public\n",
  );
});

test("a hand edit and the manifest's change are merged", async () => {
  editFile(dir, "shelf/overview.txt", "app: shelf\n", "app: shelf\nnote: ours\n");
  addField();
  const { plan } = await generatePlain(dir);
  expect(plan.refusals).toEqual([]);
  expect(read("shelf/overview.txt")).toMatch(/^app: shelf\nnote: ours\n[^]*field: Shelf\.room\n$/);
});

test("a conflict is refused with its lines, and nothing is written", async () => {
  editFile(dir, "shelf/overview.txt", "field: Shelf.name", "field: Shelf.name, or none");
  addField();
  const before = readTree(dir);
  const { plan } = await generatePlain(dir);
  expect(plan.refusals.map(({ path, reason }) => [path, reason])).toEqual([
    ["shelf/overview.txt", "conflict"],
  ]);
  expect(plan.conflicts[0]?.conflicts[0]?.hunk?.ours).toContain("field: Shelf.name, or none");
  expect(readTree(dir)).toEqual(before);
});

test.each([
  {
    what: "a view",
    edit: ["needs: shelf.view_shelf\n", ""],
    manifest: ["links: [detail]", "links: [detail, loan.list]"],
    words: "shelf.list must bear shelf.view_shelf, and would bear no guard",
  },
  {
    what: "a link",
    edit: [" if shelf.view_shelf", " if login"],
    manifest: [
      "{ kind: list, links: [detail] }",
      "{ kind: list, links: [detail], permission: none }",
    ],
    words: "shelf/detail.txt must stand behind shelf.view_shelf, and would stand behind login",
  },
] as const)("a merge that would lose the guard of $what is refused", async (lost) => {
  editFile(dir, "shelf/list.txt", lost.edit[0], lost.edit[1]);
  editFile(dir, "spire.yaml", lost.manifest[0], lost.manifest[1]);
  const { plan } = await generatePlain(dir);
  expect(plan.refusals.map(({ path }) => path)).toEqual(["shelf/list.txt"]);
  const [conflict] = plan.conflicts.flatMap(({ conflicts }) => conflicts);
  expect([conflict?.kind, conflict?.message]).toEqual([
    "guard",
    expect.stringContaining(lost.words),
  ]);
});

test("a file moves with its edits when its app is renamed, and what it refers to is found again", async () => {
  appendFileSync(join(dir, "shelf/list.txt"), "also: ./detail.txt, ../loan/list.txt, shelf.list\n");
  appendFileSync(join(dir, "loan/list.txt"), "also: ../shelf/overview.txt\n");
  renameShelf();
  const { plan } = await generatePlain(dir);
  expect(plan.refusals).toEqual([]);
  expect(plan.moved).toContainEqual({ from: "shelf/list.txt", to: "rack/list.txt" });
  expect(read("rack/list.txt")).toContain("also: ./detail.txt, ../loan/list.txt, rack.list\n");
  expect(read("loan/list.txt")).toMatch(
    /\nlink: \.\.\/rack\/list\.txt if rack\.view_shelf\nalso: \.\.\/rack\/overview\.txt\n$/,
  );
  expect(texts().filter((path) => path.startsWith("shelf/"))).toEqual([]);
  expect((await generatePlain(dir)).plan.writes).toEqual([]);
});

test("drift names the texts that are not as the manifest says, however they are laid out", async () => {
  const drift = async () => driftOf((await generatePlain(dir, { dryRun: true })).plan);
  editFile(dir, "shelf/list.txt", "overview: ", "overview:    ");
  expect(await drift()).toEqual([]);
  addField();
  appendFileSync(join(dir, "permissions.txt"), "mine\n");
  expect(await drift()).toEqual([
    "permissions.txt",
    "shelf/changes/0002.txt",
    "shelf/overview.txt",
  ]);
});

describe("the history of each app", () => {
  test("is appended to in its own folder, and what stands there is left as it is", async () => {
    writeFileSync(join(dir, "shelf/changes/0001.txt"), "add: Shelf.name\nnote: mine\n");
    addField();
    editFile(dir, "spire.yaml", "{ note: text }", "{ note: text, until: date }");
    const { plan } = await generatePlain(dir);
    expect(plan.created).toEqual(["shelf/changes/0002.txt", "loan/changes/0002.txt"]);
    expect(read("shelf/changes/0001.txt")).toBe("add: Shelf.name\nnote: mine\n");
    expect(read("shelf/changes/0002.txt")).toBe("add: Shelf.room\n");
    expect(read("loan/changes/0002.txt")).toBe("add: Loan.until\n");
    expect((await generatePlain(dir)).plan.writes).toEqual([]);
  });

  test("moves along when the app is renamed, and goes on from there", async () => {
    renameShelf();
    addField();
    const { plan } = await generatePlain(dir);
    expect(plan.moved).toContainEqual({
      from: "shelf/changes/0001.txt",
      to: "rack/changes/0001.txt",
    });
    expect(read("rack/changes/0001.txt")).toBe("add: Shelf.name\n");
    expect(read("rack/changes/0002.txt")).toBe("add: Shelf.room\n");
    expect(texts()).not.toContain("shelf/changes/0001.txt");
  });
});

describe("the layout that a project asks for", () => {
  const ask = (gap: string) => writeFileSync(join(dir, "layout.txt"), `gap: ${gap}\n`);

  test("is that of all shared texts, which count as untouched, and of merges", async () => {
    ask("3");
    editFile(dir, "loan/overview.txt", "app: loan\n", "app:   loan\nnote:   ours\n");
    await generatePlain(dir);
    expect(read("shelf/list.txt")).toMatch(/^view: {3}shelf\.list\nneeds: {3}shelf/);
    expect(read("permissions.txt")).toMatch(/^shelf\.add_shelf\n/);
    editFile(dir, "spire.yaml", "{ note: text }", "{ note: text, until: date }");
    await generatePlain(dir);
    expect(read("loan/overview.txt")).toMatch(/note: {3}ours\n[^]*\nfield: {3}Loan\.until\n$/);
    expect((await generatePlain(dir)).plan.writes).toEqual([]);
  });

  test("is named when nobody can follow it", async () => {
    ask("many");
    const { notices } = await generatePlain(dir);
    expect(notices).toEqual(["layout.txt asks for a gap of many, which is none."]);
  });
});

test("what the target's own tools leave behind is not searched for conflict markers", async () => {
  const marked = "<<<<<<< one\na\n=======\nb\n>>>>>>> two\n";
  mkdirSync(join(dir, "printed"));
  writeFileSync(join(dir, "printed/list.txt"), marked);
  expect((await generatePlain(dir)).plan.refusals).toEqual([]);
  writeFileSync(join(dir, "loan/mine.txt"), marked);
  expect((await generatePlain(dir)).plan.refusals.map(({ path }) => path)).toEqual([
    "loan/mine.txt",
  ]);
});
