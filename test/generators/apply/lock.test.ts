import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { LOCK_FILE, takeLock, waitForLock } from "../../../generators/apply/lock.ts";
import { listenAt } from "../../../generators/apply/lock-socket.ts";
import { cleanUp } from "../../support/clean-up.ts";
import { readTree } from "../../support/read-tree.ts";
import { testdir } from "../../support/testdir.ts";

/** A process that listens where the lock is, as a run does, until it is killed. */
async function otherProcess(dir: string) {
  mkdirSync(join(dir, ".spire"), { recursive: true });
  const listen = `require("node:net").createServer((c) => c.end("{}"))
    .listen(${JSON.stringify(LOCK_FILE)}, () => console.log("listening"))`;
  const child = spawn(process.execPath, ["-e", listen], { cwd: dir });
  cleanUp(() => child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return async () => {
    child.kill("SIGKILL");
    await once(child, "exit");
  };
}

test("leaves nothing behind in a folder that had nothing", async () => {
  const dir = join(testdir({}), "new/project");
  const release = await takeLock(dir);
  expect(lstatSync(join(dir, LOCK_FILE)).isSocket()).toBe(true);
  release();
  expect(existsSync(join(dir, ".."))).toBe(false);
});

test("a second run is told who holds the project, and gets it after that", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  await expect(takeLock(dir)).rejects.toMatchObject({ code: "E_LOCKED" });
  await expect(takeLock(dir)).rejects.toThrow(`process ${process.pid} on ${hostname()}`);
  release();
  (await takeLock(dir))();
});

test("a second run gets the project as soon as the first gives it back", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  const second = takeLock(dir);
  release();
  (await second)();
  expect(readTree(dir)).toEqual({});
});

test("a run that only reads waits, and takes nothing", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  await expect(waitForLock(dir)).rejects.toMatchObject({ code: "E_LOCKED" });
  const waiting = waitForLock(dir);
  release();
  await waiting;
  expect(readTree(dir)).toEqual({});
});

test("a death releases the lock, and nothing else does", async () => {
  const dir = testdir({});
  const die = await otherProcess(dir);
  await expect(takeLock(dir)).rejects.toMatchObject({ code: "E_LOCKED" });
  await die();
  expect(existsSync(join(dir, LOCK_FILE))).toBe(true);
  await waitForLock(dir);
  (await takeLock(dir))();
  expect(readTree(dir)).toEqual({});
});

test("of many that want the lock of a dead process, one has it at a time", async () => {
  const dir = testdir({});
  await (
    await otherProcess(dir)
  )();
  let inside = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await takeLock(dir);
      most.push((inside += 1));
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      release();
    }),
  );
  expect(most).toEqual(Array.from({ length: 8 }, () => 1));
});

test("a removal in the middle of which its process was killed is taken up by the next run", async () => {
  const dir = testdir({});
  await (
    await otherProcess(dir)
  )();
  mkdirSync(join(dir, `${LOCK_FILE}.removal`));
  (await takeLock(dir))();
  expect(readTree(dir)).toEqual({});
});

test("a socket is reached by its folder, however long the path to it is", async () => {
  const dir = join(testdir({}), ...Array.from({ length: 4 }, () => "x".repeat(60)));
  const release = await takeLock(dir);
  if (process.platform === "linux") {
    expect(lstatSync(join(dir, LOCK_FILE)).isSocket()).toBe(true);
    await expect(takeLock(dir)).rejects.toMatchObject({ code: "E_LOCKED" });
  }
  release();
});

test.each([
  [
    "a number in a file, as it was written once",
    (dir: string) => writeFileSync(join(dir, LOCK_FILE), '{"pid":1}'),
  ],
  ["a link to somebody's socket", (dir: string) => linkTo(dir, "/nowhere/agent.sock")],
  ["a link to a file", (dir: string) => linkTo(dir, join(testdir({ "x.txt": "theirs" }), "x.txt"))],
])("%s holds nothing", async (_, put) => {
  const dir = testdir({ ".spire/version.json": "{}" });
  put(dir);
  (await takeLock(dir))();
  expect(Object.keys(readTree(dir))).toEqual([".spire/version.json"]);
});

function linkTo(dir: string, target: string): void {
  symlinkSync(target, join(dir, LOCK_FILE));
}

test("a process in namespaces of its own, as in a container beside, sees that the lock is held", async () => {
  const dir = testdir({});
  const release = await takeLock(dir);
  const ask = `
    const { takeLock } = await import(${JSON.stringify(join(import.meta.dirname, "../../../generators/apply/lock.ts"))});
    const words = await takeLock(${JSON.stringify(dir)}).then(() => "taken", (error) => error.message);
    console.log(words);`;
  const inside = [process.execPath, "--import", "tsx", "--input-type=module", "-e", ask];
  const unshared = await execa("unshare", ["--net", "--pid", "--uts", "--fork", ...inside], {
    reject: false,
  });
  // Not every machine lets its user make namespaces; the question itself is asked everywhere.
  const mayNot = unshared.code === "ENOENT" || (unshared.stderr ?? "").startsWith("unshare:");
  const [node = "", ...args] = inside;
  const asked = mayNot ? await execa(node, args) : unshared;
  release();
  expect(asked.stdout).toContain(`process ${process.pid} on ${hostname()}`);
});

test("git neither stores the lock nor shows it as changed", async () => {
  const dir = testdir({ "a.txt": "a" });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: dir, encoding: "utf8" });
  git("init", "-q");
  const release = await takeLock(dir);
  git("add", "-A");
  expect(git("ls-files")).toBe("a.txt\n");
  release();
});

test("writes no lock through a link", async () => {
  const outside = testdir({});
  const dir = testdir({});
  symlinkSync(outside, join(dir, ".spire"));
  await expect(takeLock(dir)).rejects.toThrow(/goes through none/);
  expect(readTree(outside)).toEqual({});
});

test("says so where the system would cut the socket's path off", async () => {
  const place = join(testdir({}), "x".repeat(110));
  const holder = { pid: 1, host: "here", since: "" };
  await expect(listenAt(place, holder)).rejects.toMatchObject({ code: "E_ENVIRONMENT" });
});
