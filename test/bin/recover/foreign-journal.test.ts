import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { contentDigest, JOURNAL } from "../../../generators/apply/journal.ts";
import { LOCK_FILE } from "../../../generators/apply/lock.ts";
import { generatedProject } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const MANIFEST = "spire: 1\nproject: { name: clone }\n";

/** A fresh clone, and a home folder around it. */
function clone(files: Record<string, string> = {}): { home: string; dir: string } {
  const home = testdir({ ".ssh/id_ed25519": "a private key", "clone/spire.yaml": MANIFEST });
  const dir = join(home, "clone");
  execFileSync("git", ["init", "-q"], { cwd: dir });
  for (const [path, text] of Object.entries(files)) put(dir, path, text);
  return { home, dir };
}

function put(dir: string, path: string, text: string): void {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

/** A journal as the repository's author writes it, with whatever signature. */
function journal(direction: string, changes: unknown[], folders: string[] = []): string {
  const says = JSON.stringify({ direction, changes, folders });
  return JSON.stringify({ signature: contentDigest(says), says });
}

const commands = [
  ["gen"],
  ["gen", "--check"],
  ["gen", "--dry-run"],
  ["gen", "--diff"],
  ["verify"],
  ["new", "app", "x"],
  ["gen", "model", "x.Y"],
];

describe("a journal that came with a clone", () => {
  test.each(commands.map((args) => [args.join(" "), args] as const))(
    "stops %s with exit 1, and moves nothing",
    async (_, args) => {
      const { home, dir } = clone({
        [`${JOURNAL}/journal.json`]: journal("forward", [
          ["src/x.ts", null, contentDigest("evil")],
        ]),
        [`${JOURNAL}/new/src/x.ts`]: "evil",
      });
      const before = readTree(home);
      const { exitCode, stderr } = await runSpire([...args, "-C", dir]);
      expect(stderr).toContain("E_FOREIGN_JOURNAL");
      expect(stderr).toContain("spire recover");
      expect(exitCode).toBe(1);
      expect(readTree(home)).toEqual(before);
    },
  );

  test("plants no hook through a link in the place of its folder for replaced files", async () => {
    const { dir } = clone({ "post-checkout": "#!/bin/sh\ntouch ran\n" });
    mkdirSync(join(dir, JOURNAL), { recursive: true });
    symlinkSync("../../.git/hooks", join(dir, JOURNAL, "old"));
    const hook = [["post-checkout", contentDigest("#!/bin/sh\ntouch ran\n"), null]];
    for (const name of ["journal", "forward", "back"]) {
      put(dir, `${JOURNAL}/${name}.json`, journal("forward", hook));
    }
    for (const args of [["gen", "--check"], ["gen"], ["recover"], ["recover", "--apply"]]) {
      expect((await runSpire([...args, "-C", dir])).exitCode).toBe(1);
      expect(existsSync(join(dir, ".git/hooks/post-checkout"))).toBe(false);
      expect(existsSync(join(dir, "post-checkout"))).toBe(true);
    }
  });

  test("moves no home folder into what is served", async () => {
    const { home, dir } = clone();
    mkdirSync(join(dir, JOURNAL, "new"), { recursive: true });
    symlinkSync(home, join(dir, JOURNAL, "new/public"));
    const key = ["public/.ssh/id_ed25519", null, contentDigest("a private key")];
    put(dir, `${JOURNAL}/journal.json`, journal("forward", [key], ["public/.ssh"]));
    const { exitCode, stderr } = await runSpire(["recover", "--apply", "-C", dir]);
    expect(stderr).toContain("goes through none");
    expect(exitCode).toBe(1);
    expect(readFileSync(join(home, ".ssh/id_ed25519"), "utf8")).toBe("a private key");
    expect(existsSync(join(dir, "public"))).toBe(false);
  });

  test("is shown by spire recover, and performed inside the project when asked", async () => {
    const { home, dir } = clone({
      [`${JOURNAL}/journal.json`]: journal("forward", [
        ["src/x.ts", null, contentDigest("text")],
        ["../.ssh/authorized_keys", null, contentDigest("key")],
        [".git/hooks/post-checkout", null, contentDigest("hook")],
      ]),
      [`${JOURNAL}/new/src/x.ts`]: "text",
      [`${JOURNAL}/new/.git/hooks/post-checkout`]: "hook",
    });
    const seen = await runSpire(["recover", "-C", dir]);
    expect(seen.exitCode).toBe(1);
    expect(seen.stdout).toContain("cannot be verified to be yours");
    expect(seen.stdout).toContain("create  src/x.ts");
    expect(seen.stdout).toContain("refuse  ../.ssh/authorized_keys");
    expect(seen.stdout).toContain("refuse  .git/hooks/post-checkout");
    expect(existsSync(join(dir, "src"))).toBe(false);
    const done = await runSpire(["recover", "--apply", "-C", dir]);
    expect([done.exitCode, done.stderr]).toEqual([0, ""]);
    expect(done.stdout).toContain("The run was completed: 1 move.");
    expect(readFileSync(join(dir, "src/x.ts"), "utf8")).toBe("text");
    expect(existsSync(join(home, ".ssh/authorized_keys"))).toBe(false);
    expect(existsSync(join(dir, ".git/hooks/post-checkout"))).toBe(false);
    expect((await runSpire(["gen", "-C", dir])).exitCode).toBe(0);
  });

  test("is discarded when asked, and nothing is moved", async () => {
    const { dir } = clone({
      [`${JOURNAL}/journal.json`]: "no journal at all",
      [`${JOURNAL}/new/src/x.ts`]: "evil",
    });
    expect((await runSpire(["recover", "-C", dir])).stderr).toContain("E_FOREIGN_JOURNAL");
    expect((await runSpire(["recover", "--apply", "-C", dir])).exitCode).toBe(1);
    const { exitCode, stdout } = await runSpire(["recover", "--discard", "-C", dir]);
    expect([exitCode, stdout]).toEqual([0, "Discarded; nothing was moved."]);
    expect(Object.keys(readTree(dir))).toEqual(["spire.yaml"]);
  });

  test("cannot bring its key along in a home that lies in the clone", async () => {
    const { dir } = clone({
      "home/.local/state/spire/journal.key": "0".repeat(64),
      [`${JOURNAL}/journal.json`]: journal("forward", [["x.ts", null, contentDigest("evil")]]),
    });
    const env = { HOME: join(dir, "home"), XDG_STATE_HOME: join(dir, "home/.local/state") };
    const { exitCode, stderr } = await runSpire(["gen", "-C", dir], { env });
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("E_FOREIGN_JOURNAL")]);
  });
});

test("says that there is nothing to recover", async () => {
  const { dir } = clone();
  const { exitCode, stdout } = await runSpire(["recover", "-C", dir]);
  expect([exitCode, stdout]).toEqual([0, "No run was interrupted here."]);
});

/** Environments in which no key can be kept from one run to the next. */
const homeless: [string, Record<string, string | undefined>][] = [
  ["without a HOME", { HOME: undefined, XDG_STATE_HOME: undefined }],
  ["with an empty HOME", { HOME: "", XDG_STATE_HOME: "" }],
  ["with a HOME that does not exist", { HOME: "/nonexistent", XDG_STATE_HOME: undefined }],
  ["with a state folder that cannot be made", { XDG_STATE_HOME: "/proc/state" }],
  ["with a state folder that is a file", { XDG_STATE_HOME: "/etc/hostname" }],
];

test.each(homeless)("gen writes %s, and makes no home", async (_, env) => {
  const { dir } = clone();
  const { exitCode, stderr } = await runSpire(["gen", "-C", dir], { env });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(existsSync("/nonexistent")).toBe(false);
  expect((await runSpire(["gen", "--check", "-C", dir], { env })).exitCode).toBe(0);
});

test("a run begun in a container is shown on the host, and completed there when asked", async () => {
  const dir = await generatedProject("team");
  writeFileSync(join(dir, "spire.yaml"), readFileSync(join(dir, "spire.yaml"), "utf8") + ADDED);
  const before = readTree(dir);
  const fault = join(import.meta.dirname, "../../generators/apply/crash/fault.cjs");
  const inContainer = { XDG_STATE_HOME: testdir(), NODE_OPTIONS: `--require ${fault}` };
  const copy = join(testdir(), "copy");
  cpSync(dir, copy, { recursive: true });
  const count = join(inContainer.XDG_STATE_HOME, "count");
  const counted = { ...inContainer, FAULT: "count", FAULT_COUNT: count };
  expect((await runSpire(["gen", "-C", copy], { env: counted })).exitCode).toBe(0);
  // Killed shortly before its end, and so in the middle of its moves.
  const at = Math.floor(Number(readFileSync(count, "utf8")) * 0.7);
  const env = { ...inContainer, FAULT: "before", FAULT_AT: `${at}` };
  expect((await runSpire(["gen", "-C", dir], { env })).exitCode).toBeUndefined();
  expect(existsSync(join(dir, JOURNAL, "journal.json"))).toBe(true);
  // The socket of the process that is gone.
  rmSync(join(dir, LOCK_FILE));
  const between = readTree(dir);
  const stopped = await runSpire(["gen", "-C", dir]);
  expect([stopped.exitCode, stopped.stderr]).toEqual([1, expect.stringContaining("E_FOREIGN")]);
  expect(readTree(dir)).toEqual(between);
  const { exitCode } = await runSpire(["recover", "--apply", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(readTree(dir)).not.toEqual(before);
  expect((await runSpire(["gen", "--check", "-C", dir])).exitCode).toBe(0);
});

const ADDED = `  added:
    models: { Added: { fields: { name: string } } }
    views: { list: { kind: list } }
`;
