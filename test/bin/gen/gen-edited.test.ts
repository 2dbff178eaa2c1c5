import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { editFile } from "../../support/edit-file.ts";
import { readTree } from "../../support/read-tree.ts";
import { command, runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const MODELS = "src/apps/notes/models.ts";
const FORMS = "src/apps/notes/forms.ts";

const origin = testdir();

beforeAll(async () => {
  const { exitCode } = await runSpire(["new", "project", "shop"], { cwd: origin });
  expect(exitCode).toBe(0);
});

/** A fresh copy of the starter project. */
function project(): string {
  const dir = testdir();
  cpSync(join(origin, "shop"), dir, { recursive: true });
  return dir;
}

function read(dir: string, path: string): string {
  return readFileSync(join(dir, path), "utf8");
}

function widen(dir: string): void {
  editFile(dir, "spire.yaml", "max_length: 120", "max_length: 121");
}

/** A project whose model was edited by hand in the line that the manifest changes too. */
function conflicting(): string {
  const dir = project();
  editFile(dir, MODELS, "length: 120", "length: 99");
  widen(dir);
  return dir;
}

test("gen keeps a hand edit and adds what the manifest asks for", async () => {
  const dir = project();
  editFile(dir, MODELS, "export type NoteRow", "// mine\nexport type NoteRow");
  widen(dir);
  const { exitCode, stdout } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`updated  ${MODELS}`);
  expect(read(dir, MODELS)).toContain("length: 121");
  expect(read(dir, MODELS)).toContain("// mine\n");
  const second = await runSpire(["gen", "-C", dir]);
  expect(second.stdout).toMatch(/^Nothing to do/);
});

describe("a conflict", () => {
  test("leaves every file as it is, shows the lines of both, and exits 1", async () => {
    const dir = conflicting();
    const before = readTree(dir);
    const { exitCode, stderr, stdout } = await runSpire(["gen", "-C", dir]);
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("error E_CONFLICT ");
    expect(stderr).toMatch(/src\/apps\/notes\/models\.ts:\d+ both changed/);
    expect(stderr).toMatch(/<<<<<<< yours\n.*length: 99.*\n {2}\|{7} written last\n.*120/);
    expect(stderr).toContain("--conflicts=markers");
    expect(readTree(dir)).toEqual(before);
  });

  test("is written into the file when that is asked for, and found until it is settled", async () => {
    const dir = conflicting();
    const { exitCode, stderr } = await runSpire(["gen", "--conflicts", "markers", "-C", dir]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("error E_CONFLICT Conflicts are marked in 1 file");
    expect(read(dir, MODELS)).toContain("<<<<<<< yours\n");
    expect(read(dir, FORMS)).toContain("121");

    const after = readTree(dir);
    for (const words of [["gen"], ["gen", "--check"], ["verify"]]) {
      const next = await runSpire([...words, "-C", dir]);
      expect(next.exitCode).toBe(1);
      expect(next.stderr).toContain("error E_MARKERS ");
      expect(next.stderr).toContain(MODELS);
    }
    expect(readTree(dir)).toEqual(after);

    const settled = read(dir, MODELS).replace(/<{7} yours\n(.*\n)(?:.*\n)*?>{7} .*\n/, "$1");
    writeFileSync(join(dir, MODELS), settled);
    const last = await runSpire(["gen", "-C", dir]);
    expect([last.exitCode, read(dir, MODELS)]).toEqual([0, settled]);
  });

  test.each([
    ["--ours", "length: 99"],
    ["--theirs", "length: 121"],
  ])("goes to the side that %s names", async (option, line) => {
    const dir = conflicting();
    const { exitCode } = await runSpire(["gen", option, `./${MODELS}`, "-C", dir]);
    expect(exitCode).toBe(0);
    expect(read(dir, MODELS)).toContain(line);
    expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(0);
  });

  test("of lines that both added is settled by --both, which keeps the developer's and the new ones", async () => {
    const dir = project();
    const [column = ""] = /^ *title: .*\n/m.exec(read(dir, MODELS)) ?? [];
    const own = column.replace("title", "by_hand");
    editFile(dir, MODELS, column, column + own);
    editFile(
      dir,
      "spire.yaml",
      /^( *)title: .*\n/m,
      "$&$1subtitle: { type: string, null: true }\n",
    );
    const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/models\.ts:\d+ both added lines at line/);
    expect(stderr).toContain("--both PATH");
    expect((await runSpire(["gen", "--both", MODELS, "-C", dir])).exitCode).toBe(0);
    const text = read(dir, MODELS);
    expect(text).toContain(own);
    expect(text.indexOf("subtitle:")).toBeGreaterThan(text.indexOf("by_hand:"));
  });

  test("cannot be settled in a file that is not generated", async () => {
    const args = ["gen", "--ours", "src/apps/notes/model.ts", "-C", conflicting()];
    const { exitCode, stderr } = await runSpire(args);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error E_NOT_FOUND ");
    expect(stderr).toContain(MODELS);
  });
});

test("a generated file that was edited is written anew with --theirs", async () => {
  const dir = project();
  const before = read(dir, "src/permissions.ts");
  editFile(dir, "src/permissions.ts", "export", "// mine\nexport");
  expect((await runSpire(["gen", "-C", dir])).exitCode).toBe(1);
  const { exitCode } = await runSpire(["gen", "--theirs", "src/permissions.ts", "-C", dir]);
  expect([exitCode, read(dir, "src/permissions.ts")]).toEqual([0, before]);
});

test("conflict markers in the manifest are named before its mistakes", async () => {
  const dir = project();
  const text = read(dir, "spire.yaml");
  writeFileSync(join(dir, "spire.yaml"), `<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> two\n`);
  const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("error E_MARKERS ")]);
  expect(stderr).toContain("spire.yaml");
});

test("gen --check names what differs, writes nothing, and exits 1", async () => {
  const dir = project();
  expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(0);
  widen(dir);
  const before = readTree(dir);
  const { exitCode, stderr } = await runSpire(["gen", "--check", "-C", dir]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain("error E_DRIFT ");
  expect(stderr).toContain(MODELS);
  const json = await runSpire(["gen", "--check", "--json", "-C", dir]);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    error: { code: "E_DRIFT" },
    drift: expect.arrayContaining([MODELS]) as string[],
  });
  expect(readTree(dir)).toEqual(before);
});

test("gen --diff shows a unified diff with the hand edits in it, and writes nothing", async () => {
  const dir = project();
  editFile(dir, MODELS, "export type NoteRow", "// mine\nexport type NoteRow");
  widen(dir);
  const before = readTree(dir);
  const { exitCode, stdout } = await runSpire(["gen", "--diff", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`--- a/${MODELS}\n+++ b/${MODELS}\n@@ `);
  expect(stdout).toMatch(/^-.*length: 120/m);
  expect(stdout).toMatch(/^\+.*length: 121/m);
  expect(stdout).not.toMatch(/^[-+].*mine/m);
  const colored = await runSpire(["gen", "--diff", "-C", dir], { env: { FORCE_COLOR: "1" } });
  expect(colored.stdout).toContain("\u001b[32m+");
  expect(readTree(dir)).toEqual(before);
});

test.each([
  ["--watch", "--check"],
  ["--check", "--diff"],
  ["--watch", "--json"],
])("gen %s and %s do not go together", async (one, other) => {
  const { exitCode } = await runSpire(["gen", one, other, "-C", project()]);
  expect(exitCode).toBe(2);
});

test("an edited view that the manifest drops is set aside, and comes back with it", async () => {
  const dir = project();
  const path = "src/apps/notes/views/delete.ts";
  editFile(dir, path, "@loginRequired", "// mine\n@loginRequired");
  const before = readTree(dir);
  editFile(dir, "spire.yaml", "links: [update, delete, pin]", "links: [update, pin]");
  editFile(dir, "spire.yaml", "      delete: { kind: delete }\n", "");
  const { stdout } = await runSpire(["gen", "-C", dir]);
  expect(stdout).toContain(`kept     ${path}.orphan`);
  expect(existsSync(join(dir, path))).toBe(false);
  writeFileSync(join(dir, "spire.yaml"), before["spire.yaml"] ?? "");
  expect((await runSpire(["gen", "-C", dir])).exitCode).toBe(0);
  expect(readTree(dir)).toEqual(before);
});

test("gen --watch generates at every save, and outlives a wrong manifest", async () => {
  const dir = project();
  const child = spawn(process.execPath, [command, "gen", "--watch", "-C", dir]);
  let output = "";
  let seen = 0;
  const said = (pattern: RegExp) =>
    new Promise<void>((done) => {
      const look = () => {
        const found = output.slice(seen).search(pattern);
        if (found < 0) return;
        seen = output.length;
        child.stdout.off("data", look);
        child.stderr.off("data", look);
        done();
      };
      child.stdout.on("data", look);
      child.stderr.on("data", look);
      look();
    });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data: Buffer) => (output += data.toString()));
  }
  const ended = new Promise((done) => child.on("exit", done));
  try {
    await said(/Nothing to do[^]*Watching/);
    editFile(dir, "spire.yaml", "max_length: 120", "max_length: many");
    await said(/error SP\d{3}[^]*Watching|Watching[^]*error SP\d{3}/);
    editFile(dir, "spire.yaml", "max_length: many", "max_length: 121");
    await said(/updated {2}src\/apps\/notes\/models\.ts/);
    expect(read(dir, MODELS)).toContain("121");
  } finally {
    child.kill("SIGINT");
  }
  expect(await ended).toBe(0);
});
