import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, sep } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";

const BINARY = /\.(png|jpg|ico|woff2)$/;

const texts = repositoryFiles()
  .filter((path) => !BINARY.test(path))
  .map((path) => ({ path, text: readFileSync(join(packageRoot, path), "utf8") }));

function filesWith(pattern: RegExp): string[] {
  return texts.flatMap(({ path, text }) => {
    const match = pattern.exec(text);
    return match ? [`${path}: ${match[0]}`] : [];
  });
}

/** The text itself as a pattern. */
function literally(text: string): RegExp {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}

test("there are files to look at", () => {
  expect(texts.length).toBeGreaterThan(50);
});

test("no lock file says where a package was fetched from", () => {
  const lock = texts.find(({ path }) => path === "package-lock.json");
  expect(lock?.text).toContain('"lockfileVersion"');
  expect(lock?.text).not.toContain('"resolved"');
});

test("no file names a registry host or a download address", () => {
  // Written in two parts, so that this file is not a finding itself.
  expect(
    filesWith(new RegExp(`registry\\.${"npmjs"}|${"npmjs"}\\.org/|${"pypi"}\\.org/simple`)),
  ).toEqual([]);
  expect(filesWith(/https?:\/\/[^\s"'<>)]+\.(tgz|tar\.gz|zip|whl)\b/)).toEqual([]);
});

test("no file names a folder of the machine it was written on", () => {
  const places = [packageRoot, homedir()].filter((place) => place.split(sep).length > 2);
  expect(places.flatMap((place) => filesWith(literally(`${place}${sep}`)))).toEqual([]);
});

test("no file tells a person to run the command of a stranger's package", () => {
  // Other tests look for the same words.
  const found = filesWith(/np[x] +(-\S+ +)*spire(?![\w-])/);
  expect(found.filter((place) => !place.startsWith("test/"))).toEqual([]);
});

test("the package and its command bear their names", () => {
  const text = readFileSync(join(packageRoot, "package.json"), "utf8");
  const manifest = JSON.parse(text) as { name: string; bin: Record<string, string> };
  expect(manifest.name).toBe("spire-scaffold");
  expect(manifest.bin).toEqual({ spire: "dist/spire.js" });
});
