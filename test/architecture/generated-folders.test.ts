import { posix } from "node:path";
import { expect, test } from "vitest";
import { circlesIn } from "../support/circles.ts";
import { importedModules } from "../support/imported-modules.ts";
import { repositoryFiles } from "../support/repository-files.ts";

// The folders of a generated `src/`, as far as they stand in every project: who knows whom.

const SRC = "templates/typescript/src/";

/** The folders that each folder imports. */
function folderGraph(): Map<string, string[]> {
  const files = repositoryFiles().filter((path) => path.startsWith(SRC) && /\.tsx?$/.test(path));
  const graph = new Map<string, Set<string>>();
  for (const path of files) {
    const folder = folderOf(path);
    if (folder === null) continue;
    const targets = graph.get(folder) ?? new Set<string>();
    graph.set(folder, targets);
    for (const request of importedModules(path)) {
      const target = folderOf(posix.join(posix.dirname(path), request));
      if (request.startsWith(".") && target !== null && target !== folder) targets.add(target);
    }
  }
  return new Map([...graph].map(([folder, targets]) => [folder, [...targets].toSorted()]));
}

/** null: it stands at the top of `src/`. */
function folderOf(path: string): string | null {
  const [first = "", ...others] = path.slice(SRC.length).split("/");
  return others.length > 0 ? first : null;
}

test("the runtime, the database and the audit log know nothing that is built on them", () => {
  const graph = folderGraph();
  expect(graph.size).toBeGreaterThan(10);
  expect(graph.get("database")).toEqual([]);
  expect(graph.get("runtime")).toEqual(["database"]);
  expect(graph.get("audit")).toEqual(["database"]);
  expect(graph.get("samples")).toEqual(["database", "rows"]);
});

test("no folders know each other", () => {
  expect(circlesIn(folderGraph())).toEqual([]);
});
