import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { readTree } from "../../support/read-tree.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const origin = testdir();

beforeAll(async () => {
  const { exitCode, stderr } = await runSpire(["new", "project", "shop"], { cwd: origin });
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});

/** A fresh copy of the starter project. */
function project(): string {
  const dir = testdir();
  cpSync(join(origin, "shop"), dir, { recursive: true });
  return dir;
}

function edit(dir: string, path: string, change: (text: string) => string): void {
  writeFileSync(join(dir, path), change(readFileSync(join(dir, path), "utf8")));
}

test("gen without a change writes nothing and says so", async () => {
  const dir = project();
  const before = readTree(dir);
  const { exitCode, stdout } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^Nothing to do: \d+ files are up to date\.$/);
  expect(readTree(dir)).toEqual(before);
});

test("gen names each file that changed", async () => {
  const dir = project();
  edit(dir, "spire.yaml", (text) => text.replace("max_length: 120", "max_length: 121"));
  const { exitCode, stdout } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("updated  src/apps/notes/models.ts");
  expect(readFileSync(join(dir, "src/apps/notes/models.ts"), "utf8")).toContain("121");
});

test("gen --dry-run says the same and writes nothing", async () => {
  const dir = project();
  edit(dir, "spire.yaml", (text) => text.replace("max_length: 120", "max_length: 121"));
  const before = readTree(dir);
  const { exitCode, stdout } = await runSpire(["gen", "--dry-run", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("updated  src/apps/notes/models.ts");
  expect(stdout).toContain("Would write");
  expect(readTree(dir)).toEqual(before);
});

test("gen --quiet says nothing when all is well", async () => {
  const { exitCode, stdout, stderr } = await runSpire(["gen", "--quiet", "-C", project()]);
  expect([exitCode, stdout, stderr]).toEqual([0, "", ""]);
});

test("gen --json is one document", async () => {
  const { exitCode, stdout, stderr } = await runSpire(["gen", "--json", "-C", project()]);
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    // Nothing to mend: what was decided for the two forms.
    diagnostics: [{ code: "SP324" }, { code: "SP324" }],
    created: [],
    refusals: [],
  });
});

test("gen removes the files of a view that is gone", async () => {
  const dir = project();
  edit(dir, "spire.yaml", (text) =>
    text
      .replace("links: [update, delete, pin]", "links: [update, pin]")
      .replace("      delete: { kind: delete }\n", ""),
  );
  expect(existsSync(join(dir, "src/apps/notes/views/delete.ts"))).toBe(true);
  const { exitCode, stdout } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("deleted  src/apps/notes/views/delete.ts");
  expect(existsSync(join(dir, "src/apps/notes/views/delete.ts"))).toBe(false);
});

describe("a wrong manifest", () => {
  const broken = (text: string): string =>
    text
      .replace("notes.view_note", "notes.view_note")
      .replace("is_pinned: boolean", "is_pinned: bool");

  test("ends in exit 2 with every mistake at its line, and an untouched folder", async () => {
    const dir = project();
    edit(dir, "spire.yaml", broken);
    const before = readTree(dir);
    const { exitCode, stdout, stderr } = await runSpire(["gen", "-C", dir]);
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^spire\.yaml:\d+:\d+ error SP\d{3}: /m);
    expect(stderr).toMatch(/\^$/m);
    expect(stderr).toMatch(/^\d errors?$/m);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readTree(dir)).toEqual(before);
  });

  test("under --json is a list of diagnostics", async () => {
    const dir = project();
    edit(dir, "spire.yaml", broken);
    const { exitCode, stdout, stderr } = await runSpire(["gen", "--json", "-C", dir]);
    expect([exitCode, stderr]).toEqual([2, ""]);
    const document = JSON.parse(stdout) as { ok: boolean; diagnostics: object[] };
    expect(document.ok).toBe(false);
    expect(document.diagnostics[0]).toMatchObject({
      code: expect.stringMatching(/^SP\d{3}$/) as string,
      severity: "error",
      position: { file: "spire.yaml", line: expect.any(Number) as number },
    });
  });
});

test("a generated file that was edited is refused by name, and nothing is written", async () => {
  const dir = project();
  edit(dir, "src/permissions.ts", (text) => `${text}// mine\n`);
  edit(dir, "spire.yaml", (text) => text.replace("max_length: 120", "max_length: 121"));
  const before = readTree(dir);
  const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("error E_REFUSED ");
  expect(stderr).toContain("src/permissions.ts");
  expect(readTree(dir)).toEqual(before);
});

test("a manifest for a target that is not there ends in exit 2", async () => {
  const dir = project();
  edit(dir, "spire.yaml", (text) => text.replace("target: typescript", "target: django"));
  const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("error E_NO_SUCH_TARGET ");
});

test("files that were deleted are written again", async () => {
  const dir = project();
  rmSync(join(dir, "src/apps"), { recursive: true });
  const { exitCode } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(readTree(dir)).toEqual(readTree(join(origin, "shop")));
});
