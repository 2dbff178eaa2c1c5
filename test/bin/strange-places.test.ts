import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { execa } from "execa";
import { command, runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

const MANIFEST = "spire: 1\nproject: { name: x }\n";

/** Each of them once kept spire busy for ever, or ended in a stack trace. */
const places: [string, () => string, exitCode: number, words: string][] = [
  ["a FIFO as manifest", () => withFifo(testdir(), "spire.yaml"), 2, "is no plain file"],
  ["a FIFO among the sources", () => withFifo(project(), "src.ts"), 0, "Would write"],
  [
    "an include through a link to the root",
    () => linked(including("l/**/*.yaml"), "l"),
    2,
    "SP009",
  ],
  [
    "an include of everything beside a link to the root",
    () => linked(including("**/*.yaml"), "l"),
    0,
    "Would write",
  ],
  ["an include with braces around a parent", () => including("{..,x}/*.yaml"), 2, "SP009"],
  ["an include with an absolute path in braces", () => including("{x,/etc}/*.yaml"), 2, "SP009"],
  [
    "migrations that are a link to the root",
    () => linked(project(), "migrations"),
    1,
    "lies behind a link",
  ],
  [
    "a base store that is a link to the root",
    () => linked(project(), ".spire/base"),
    0,
    "Would write",
  ],
  [
    "a link without an end among the sources",
    () => linked(project(), "z.ts", "/dev/zero"),
    0,
    "Would write",
  ],
  ["a file of a terabyte", () => sparse(project(), "huge.ts"), 0, "Would write"],
  ["a manifest that is a device", () => linked(testdir(), "spire.yaml", "/dev/zero"), 2, "SP009"],
  ["a folder that is a device", () => "/dev/null", 2, "E_NO_PROJECT"],
];

test.each(places)("gen ends in words at %s", async (_, make, exitCode, words) => {
  const run = await runSpire(["gen", "--dry-run", "-C", make()]);
  expect(`${run.stdout}\n${run.stderr}`).toContain(words);
  expect(run.stderr).not.toMatch(/\n {4}at /);
  expect(run.exitCode).toBe(exitCode);
});

test.each(["/proc/x", "/proc/self/x/y", "/dev/null/x", "/sys/x"])(
  "new project %s ends in a sentence",
  async (dir) => {
    const { exitCode, stderr } = await runSpire(["new", "project", dir]);
    expect(stderr).toMatch(/^error E_\w+ .+\.\n {2}hint: /);
    expect(exitCode).toBeGreaterThan(1);
  },
);

test.each([["gen"], ["new project x"], ["verify"], ["--help"]])(
  "%s in a folder that was removed ends in a sentence",
  async (words) => {
    const dir = testdir({ "kept.txt": "" });
    // A shell that stands there while the folder goes.
    const script = `cd gone && rmdir ../gone && exec "$0" "$@"`;
    mkdirSync(join(dir, "gone"));
    const { exitCode, stderr } = await execa(
      "sh",
      ["-c", script, process.execPath, command, ...words.split(" ")],
      { cwd: dir, reject: false },
    );
    expect(stderr).toBe(
      "The folder that this shell stands in was removed. Run spire from another one.",
    );
    expect(exitCode).toBe(3);
  },
);

function project(): string {
  return testdir({ "spire.yaml": MANIFEST });
}

function including(pattern: string): string {
  return testdir({
    "spire.yaml": `${MANIFEST}include: [a.yaml, "${pattern}"]\n`,
    "a.yaml": "apps: {}\n",
  });
}

function withFifo(dir: string, path: string): string {
  execFileSync("mkfifo", [join(dir, path)]);
  return dir;
}

function linked(dir: string, path: string, target = "/"): string {
  mkdirSync(join(dir, path, ".."), { recursive: true });
  symlinkSync(target, join(dir, path));
  return dir;
}

function sparse(dir: string, path: string): string {
  execFileSync("touch", [join(dir, path)]);
  truncateSync(join(dir, path), 1e12);
  return dir;
}
