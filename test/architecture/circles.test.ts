import { posix } from "node:path";
import { expect, test } from "vitest";
import { circlesIn } from "../support/circles.ts";
import { importedModules } from "../support/imported-modules.ts";
import { repositoryFiles } from "../support/repository-files.ts";

/** The file in which a project's people give samples takes its types from where it is read. */
const KNOWN: readonly (readonly string[])[] = [
  ["templates/typescript/tests/samples.ts", "templates/typescript/tests/support/samples.ts"],
];

const SOURCES =
  /^(?:bin|schema|generators|verify|test|scripts|bench|templates\/typescript)\/.*\.(?:ts|tsx|mjs)$/;

/** Written by tests or given to them as they are; they import what is not there. */
const FIXTURES = /^test\/.*\/fixtures\//;

/** The files that each file imports, types included. */
function importGraph(): Map<string, string[]> {
  const files = repositoryFiles().filter((path) => SOURCES.test(path) && !FIXTURES.test(path));
  const known = new Set(files);
  return new Map(
    files.map((path) => {
      const targets = importedModules(path)
        .filter((request) => request.startsWith("."))
        .map((request) => posix.join(posix.dirname(path), request));
      return [path, targets.filter((target) => known.has(target))];
    }),
  );
}

test("no file imports itself through others, but for the known one of the templates", () => {
  const graph = importGraph();
  expect(graph.size).toBeGreaterThan(400);
  expect(circlesIn(graph).toSorted()).toEqual(KNOWN.map((circle) => [...circle]).toSorted());
});

test("a circle is found, whatever hangs on it", () => {
  const graph = new Map([
    ["start", ["a", "leaf"]],
    ["a", ["b", "leaf"]],
    ["b", ["c"]],
    ["c", ["a", "alone"]],
    ["alone", ["alone"]],
    ["leaf", []],
  ]);
  expect(circlesIn(graph)).toEqual([["alone"], ["a", "b", "c"]]);
});
