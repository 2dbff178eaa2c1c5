import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { cleanUp } from "./clean-up.ts";
import { testdir } from "./testdir.ts";

const done: string[] = [];

describe("what a test or a suite leaves", () => {
  cleanUp(() => done.push("suite"));
  test("is not touched while they run", () => {
    cleanUp(() => done.push("test"));
    expect(done).toEqual([]);
  });

  test("is cleaned up when the test is over", () => expect(done).toEqual(["test"]));
});

test("is cleaned up when the suite is over", () => expect(done).toEqual(["test", "suite"]));

test("what a beforeAll leaves is cleaned up at the end of the file, the last first", async () => {
  const dir = testdir({
    "hook.test.ts": `
      import { beforeAll, test } from "vitest";
      import { cleanUp } from ${JSON.stringify(join(packageRoot, "test/support/clean-up.ts"))};
      beforeAll(() => {
        cleanUp(() => console.log("<first>"));
        cleanUp(() => console.log("<second>"));
      });
      test("runs", () => console.log("<test>"));
    `,
  });
  const packages = join(packageRoot, "node_modules");
  symlinkSync(packages, join(dir, "node_modules"));
  const { stdout } = await execa(join(packages, ".bin/vitest"), ["run", "--root", dir]);
  expect(stdout.match(/<\w+>/g)).toEqual(["<test>", "<second>", "<first>"]);
});
