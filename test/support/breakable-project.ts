import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { expect } from "vitest";
import { regenerate } from "./generated-project.ts";
import { linkOwnPackages } from "./link-own-packages.ts";
import { testdir } from "./testdir.ts";

/** Small, and yet with a door of every kind and all of its protections. */
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
          shelf: { type: reference, to: shelf.Shelf, on_delete: cascade }
          user: user
          note: { type: string, max_length: 80 }
      # Shown on the live page, and named by no form and no event.
      Remark:
        fields:
          shelf: { type: reference, to: shelf.Shelf, on_delete: cascade }
          text: { type: string, max_length: 80 }
      # Nothing of it must be filled in: an empty form is a whole one.
      Slip:
        fields: { note: { type: string, max_length: 80, null: true } }
      Badge:
        fields:
          keeper: { type: reference, to: shelf.Keeper, on_delete: cascade }
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
      list: { kind: list, model: Shelf, search: [name], filter: [is_locked], sort: [-name], links: [update, room] }
      update: { kind: update, model: Shelf }
      create:
        kind: create
        model: Shelf
        rate_limit: { max_calls: 3, per_seconds: 60 }
        audit: true
        confirm_password: true
      delete: { kind: delete, model: Shelf, audit: true }
      fell: { kind: delete, model: Tree, path: "/trees/<int:pk>/fell/" }
      badges: { kind: list, model: Badge, path: /badges/, filter: [keeper] }
      keepers: { kind: list, model: Keeper, path: /keepers/, filter: [user] }
      jot: { kind: create, model: Slip, path: /slips/ }
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
          lock:
            permission: can_lock_shelf
            effect: { toggle: is_locked }
`;

/** Something that a developer may break in a generated project. */
export interface Mutant {
  what: string;
  file: string;
  from: string | RegExp;
  to: string;
}

/** Generates a small project, with this repository's own packages linked in place of an install. */
export async function breakableProject(manifest = MANIFEST): Promise<string> {
  const project = testdir({ "spire.yaml": manifest });
  await regenerate(project);
  linkOwnPackages(project);
  return project;
}

/** A test's name, or a part of it, as the pattern that vitest takes with `-t`. */
export function exactly(name: string): string {
  return name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Runs tests of a project; those that failed, with what they said, and how many there were. */
export async function runTests(
  project: string,
  ...args: string[]
): Promise<{ failed: string[]; messages: string; ran: number }> {
  const report = join(project, "report.json");
  rmSync(report, { force: true });
  const vitest = join(project, "node_modules", ".bin", "vitest");
  const { all } = await execa(
    vitest,
    ["run", "--reporter=json", `--outputFile=${report}`, ...args],
    { cwd: project, reject: false, all: true },
  );
  if (!existsSync(report)) throw new Error(all);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as {
    testResults: {
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
    }[];
  };
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status === "failed");
  // A file that could not even be loaded, or prepared, has no failed test, only a message.
  const unread = testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  return {
    failed: [...unread.map(({ message }) => message), ...failed.map(({ fullName }) => fullName)],
    messages: [
      ...unread.map(({ message }) => message),
      ...failed.flatMap(({ failureMessages = [] }) => failureMessages),
    ].join("\n"),
    ran: unread.length + tests.filter(({ status }) => status !== "pending").length,
  };
}

/** Whether the project's text is as the mutant knows it. */
export function fits(project: string, { file, from, to }: Mutant): boolean {
  const text = readFileSync(join(project, file), "utf8");
  return text.replace(from, to) !== text;
}

/** Breaks a project for as long as the work takes. */
export async function whileBroken(
  project: string,
  mutant: Mutant,
  work: () => Promise<void>,
): Promise<void> {
  const path = join(project, mutant.file);
  const original = readFileSync(path, "utf8");
  const broken = original.replace(mutant.from, mutant.to);
  expect(broken, "the generated text is as this test knows it").not.toBe(original);
  // A guard that was put in must be imported too.
  const needsImport = broken.includes("@loginIsEnough") && !original.includes("@loginIsEnough");
  const imported = needsImport ? "loginIsEnough, loginRequired," : "loginRequired,";
  writeFileSync(path, broken.replace("loginRequired,", imported));
  await work().finally(() => writeFileSync(path, original));
}
