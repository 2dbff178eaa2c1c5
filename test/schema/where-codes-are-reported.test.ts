import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CODES } from "../../schema/codes.ts";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";

/** The sources in which each code stands as a literal, the table of codes apart. */
function reporters(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const sources = repositoryFiles().filter(
    (path) =>
      /^(?:bin|generators|schema|verify)\/.*\.ts$/.test(path) && !path.startsWith("schema/codes"),
  );
  for (const path of sources) {
    const text = readFileSync(join(packageRoot, path), "utf8");
    for (const [, code = ""] of text.matchAll(/"(SP\d{3})"/g)) {
      found.set(code, (found.get(code) ?? new Set()).add(path));
    }
  }
  return found;
}

test("every code of the table is reported, and none that is not in it", () => {
  expect([...reporters().keys()].toSorted()).toEqual(Object.keys(CODES).toSorted());
});

test("every code is reported from one file", () => {
  const several = [...reporters()].filter(([, files]) => files.size > 1);
  expect(several.map(([code, files]) => `${code}: ${[...files].join(", ")}`)).toEqual([]);
});

test("codes are reported by the reader, the resolver and the rules alone", () => {
  const folders = new Set([...reporters().values()].flatMap((files) => [...files].map(folderOf)));
  expect([...folders].toSorted()).toEqual(["schema/read", "schema/resolve", "schema/rules"]);
});

function folderOf(path: string): string {
  return path.split("/").slice(0, 2).join("/");
}
