import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentDigest, JOURNAL, writeJournal } from "../../generators/apply/journal.ts";
import { LOCK_FILE } from "../../generators/apply/lock.ts";
import type { Recovery } from "../../generators/apply/recover.ts";
import { driftOf } from "../../generators/plan/drift.ts";
import { generate } from "../../generators/generate.ts";
import { SpireError } from "../../schema/errors.ts";
import { editFile } from "../support/edit-file.ts";
import { readTree } from "../support/read-tree.ts";
import { testdir } from "../support/testdir.ts";

// The engine as a library: what the commands do, without the commands.

const MANIFEST = `spire: 1
project: { name: shop }
apps:
  order:
    models:
      Order: { fields: { number: string } }
    views:
      list: { kind: list }
`;
const VIEW = "src/apps/order/views/list.ts";
const GENERATED = "src/apps/order/permissions.ts";

async function project(): Promise<string> {
  const dir = testdir({ "spire.yaml": MANIFEST });
  await generate(dir);
  return dir;
}

test("a manifest becomes a project, and a second run finds nothing to do", async () => {
  const dir = testdir({ "spire.yaml": MANIFEST });
  const first = await generate(dir);
  expect(first.diagnostics).toEqual([]);
  expect(first.plan?.created).toContain(VIEW);
  expect(readFileSync(join(dir, VIEW), "utf8")).toContain("OrderPermission.ViewOrder");
  expect(existsSync(join(dir, LOCK_FILE))).toBe(false);
  const { plan } = await generate(dir);
  expect([plan?.writes, plan?.deletes]).toEqual([[], []]);
});

test("a project is made from a text that stands nowhere yet", async () => {
  const dir = join(testdir(), "new");
  const { edits, plan } = await generate(dir, { manifest: MANIFEST });
  expect(Object.keys(edits)).toEqual(["spire.yaml"]);
  expect(plan?.refusals).toEqual([]);
  expect(readFileSync(join(dir, "spire.yaml"), "utf8")).toBe(MANIFEST);
});

test("a changed manifest and a hand edit both have their way", async () => {
  const dir = await project();
  editFile(dir, VIEW, /$/, "// by hand\n");
  editFile(dir, "spire.yaml", "kind: list", "kind: list, public: true");
  const { plan } = await generate(dir);
  expect(plan?.updated).toContain(VIEW);
  const text = readFileSync(join(dir, VIEW), "utf8");
  expect(text).toContain("// by hand");
  expect(text).not.toContain("OrderPermission.ViewOrder");
});

test("an addition is written into the manifest together with the files", async () => {
  const dir = await project();
  const { edits, plan } = await generate(dir, {
    edit: ({ apps }) => ({
      path: ["apps", apps[0]?.label ?? "", "views"],
      key: "create",
      value: { kind: "create" },
    }),
  });
  expect(plan?.created).toContain("src/apps/order/views/create.ts");
  expect(readFileSync(join(dir, "spire.yaml"), "utf8")).toBe(edits["spire.yaml"]);
  expect(edits["spire.yaml"]).toContain("create: { kind: create }");
});

test("an addition that is wrong, or stands there already, leaves everything as it was", async () => {
  const dir = await project();
  const before = readTree(dir);
  const add = (key: string, kind: string) =>
    generate(dir, { edit: () => ({ path: ["apps", "order", "views"], key, value: { kind } }) });
  const { plan, diagnostics } = await add("other", "no-such-kind");
  expect([plan, diagnostics.length > 0]).toEqual([null, true]);
  await expect(add("list", "list")).rejects.toMatchObject({ code: "E_ALREADY_EXISTS" });
  expect(readTree(dir)).toEqual(before);
});

test("a dry run says what would be written, and writes nothing", async () => {
  const dir = testdir({ "spire.yaml": MANIFEST });
  const { plan, dryRun } = await generate(dir, { dryRun: true });
  expect(dryRun).toBe(true);
  expect(plan && driftOf(plan)).toContain(VIEW);
  expect(readTree(dir)).toEqual({ "spire.yaml": MANIFEST });
});

test("a refusal is in the plan, and nothing is written", async () => {
  const dir = await project();
  editFile(dir, GENERATED, /$/, "// by hand\n");
  editFile(dir, "spire.yaml", "kind: list", "kind: list, public: true");
  const before = readTree(dir);
  const { plan } = await generate(dir);
  expect(plan?.refusals.map(({ path, reason }) => [path, reason])).toEqual([
    [GENERATED, "edited-generated"],
  ]);
  expect(readTree(dir)).toEqual(before);
});

test("a folder without a manifest is said to be none, and stays as it is", async () => {
  const dir = testdir();
  const refused = await generate(dir).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SpireError);
  expect(refused).toMatchObject({ code: "E_NO_PROJECT", exitCode: 2 });
  expect(readTree(dir)).toEqual({});
});

/** As a run leaves it that was killed before its first move. */
function interrupt(dir: string, path: string, text: string): void {
  mkdirSync(join(dir, JOURNAL, "new"), { recursive: true });
  writeFileSync(join(dir, JOURNAL, "new", path), text);
  const change = { path, before: null, after: contentDigest(text) };
  writeJournal(dir, { changes: [change], folders: [] }, "forward");
}

test("an interrupted run is completed first, and is told of even when the next one fails", async () => {
  const dir = await project();
  const recoveries: Recovery[] = [];
  const options = { onRecovery: (recovery: Recovery) => void recoveries.push(recovery) };
  interrupt(dir, "one.txt", "one\n");
  await generate(dir, options);
  expect(recoveries).toEqual([{ outcome: "completed", edited: [] }]);
  expect(readFileSync(join(dir, "one.txt"), "utf8")).toBe("one\n");

  interrupt(dir, "two.txt", "two\n");
  const choice = { choices: new Map([["no-such-file.ts", "ours" as const]]), markers: false };
  const failing = generate(dir, { ...options, conflicts: choice });
  await expect(failing).rejects.toMatchObject({ code: "E_NOT_FOUND" });
  expect(recoveries).toHaveLength(2);
});

test("a dry run moves nothing of an interrupted run, and says that there is one", async () => {
  const dir = await project();
  interrupt(dir, "one.txt", "one\n");
  await expect(generate(dir, { dryRun: true })).rejects.toMatchObject({ code: "E_INTERRUPTED" });
  expect(existsSync(join(dir, "one.txt"))).toBe(false);
});
