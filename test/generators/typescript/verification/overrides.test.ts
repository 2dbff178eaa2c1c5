import { expect, test } from "vitest";
import { installedPackages } from "../../../../generators/typescript/verification/installed-packages.ts";
import { brokenOverrides } from "../../../../generators/typescript/verification/overrides.ts";
import { testdir } from "../../../support/testdir.ts";

/** A project whose package "web" depends on a cookie of some version. */
async function sentences(version: string, own: object): Promise<string[]> {
  const dir = testdir({
    "package.json": JSON.stringify({ dependencies: { web: "1.0.0" }, ...own }),
    "node_modules/web/package.json": '{"name":"web","dependencies":{"cookie":"*"}}',
    "node_modules/cookie/package.json": JSON.stringify({ name: "cookie", version }),
  });
  return brokenOverrides(dir, await installedPackages(dir, dir));
}

test.each(["overrides", "resolutions"])("a version that %s keep out is named", async (key) => {
  const own = { [key]: { cookie: "^1.0.2", other: "^2.0.0" } };
  const found = await sentences("2.0.2", own);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatch(/^cookie 2\.0\.2 is installed, .* asks for \^1\.0\.2: /);
  expect(await sentences("1.1.1", own)).toEqual([]);
});

test("what is no plain version is left to the package manager", async () => {
  expect(await sentences("2.0.2", { overrides: { cookie: { ".": "^1.0.2" } } })).toEqual([]);
  expect(await sentences("2.0.2", { overrides: { cookie: "npm:other@1" } })).toEqual([]);
  expect(await sentences("2.0.2", { overrides: 7 })).toEqual([]);
});
