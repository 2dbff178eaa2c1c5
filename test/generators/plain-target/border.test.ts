import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../../schema/package-root.ts";
import { repositoryFiles } from "../../support/repository-files.ts";

const NAME = basename(import.meta.dirname);

test("no code outside this folder knows this target", () => {
  const others = repositoryFiles().filter(
    (path) => /\.(?:ts|mjs|js|json|hbs)$/.test(path) && !path.includes(`/${NAME}/`),
  );
  expect(others.length).toBeGreaterThan(500);
  const knowing = others.filter((path) => {
    const text = readFileSync(join(packageRoot, path), "utf8");
    return text.includes(NAME) || text.includes("plainTarget");
  });
  expect(knowing).toEqual([]);
});
