import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minVersion, satisfies } from "semver";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

interface Locked {
  version?: string;
  engines?: { node?: string };
  dev?: boolean;
  hasInstallScript?: boolean;
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync(join(packageRoot, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};

/** Packages with compiled code: each has an optional dependency for every platform. */
const compiled = Object.entries(packages).filter(
  ([, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).length > 5,
);

/** Where Node would look for a dependency of the package that lies at a path of the lock file. */
function isLocked(path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.replace(/(^|\/)node_modules\/(@[^/]+\/)?[^/]+$/, "")) {
    if (Object.hasOwn(packages, `${folder}${folder && "/"}node_modules/${name}`)) return true;
    if (folder === "") return false;
  }
}

test("there are packages with compiled code to look at", () => {
  const names = compiled.map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(names).toEqual(
    expect.arrayContaining([
      "@node-rs/argon2",
      "esbuild",
      "oxc-parser",
      "oxfmt",
      "oxlint",
      "rollup",
    ]),
  );
});

test.each(compiled)("the lock file holds the parts of %s for every platform", (path, locked) => {
  const parts = Object.keys(locked.optionalDependencies ?? {});
  expect(parts.filter((name) => !isLocked(path, name))).toEqual([]);
  for (const platform of ["darwin-arm64", "win32-x64", "linux-arm64", "linux-x64"]) {
    expect(parts.some((name) => name.includes(platform))).toBe(true);
  }
});

test("it is decided of every package's install script whether it runs, here and in what is generated", async () => {
  const names = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.replace(/^.*node_modules\//, "")] : [],
  );
  expect(names).toContain("esbuild");
  const decided = Object.fromEntries(names.map((name) => [name, false]));
  const dir = join(testdir(), "shop");
  await runSpire(["new", "project", dir]);
  for (const folder of [packageRoot, dir]) {
    const text = readFileSync(join(folder, "package.json"), "utf8");
    expect((JSON.parse(text) as { allowScripts: unknown }).allowScripts).toEqual(decided);
  }
});

test("every package is made for the oldest Node that spire and its projects run on", () => {
  const { engines } = packages[""] as { engines: { node: string } };
  const oldest = minVersion(engines.node)?.version ?? "";
  expect(oldest).toBe("20.19.0");
  const others = Object.entries(packages).filter(
    ([, locked]) => !satisfies(oldest, locked.engines?.node ?? "*"),
  );
  expect(others.map(([path, { version }]) => `${path} ${version}`)).toEqual([]);
});

// What one of npm 10 and npm 11 writes and the other takes out leaves a fresh clone changed after
// `npm install`.

test("the lock file says nothing about C libraries, which npm 10 takes out", () => {
  const saying = Object.entries(packages).filter(([, { libc }]) => libc !== undefined);
  expect(saying.map(([path]) => path)).toEqual([]);
});

test("no package is for development to npm 10 and not to npm 11", () => {
  // An optional dependency of a development package that is an optional peer as well.
  expect(packages["node_modules/pg-cloudflare"]).not.toHaveProperty("dev");
});
