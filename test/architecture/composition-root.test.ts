import { posix } from "node:path";
import { expect, test } from "vitest";
import { importedModules } from "../support/imported-modules.ts";
import { repositoryFiles } from "../support/repository-files.ts";

// In a generated project the modules that put it together stand at the top of `src/`: what they
// put together knows neither them nor the lists of all that the project has.

const SRC = "templates/typescript/src/";

/** They load every view, or every route of the project's own. */
const WHOLE = ["app", "main", "migrate", "routes", "views"].map((name) => `${SRC}${name}.ts`);

/** The command that brings the schema up to date needs the member rules of all views. */
const MAY = { [`${SRC}commands/migrate.ts`]: [`${SRC}migrate.ts`] };

test("no folder of a generated project imports what puts it together", () => {
  const files = repositoryFiles().filter((path) => path.startsWith(SRC) && /\.tsx?$/.test(path));
  const inFolders = files.filter((path) => path.slice(SRC.length).includes("/"));
  expect(inFolders.length).toBeGreaterThan(100);
  const found = inFolders.flatMap((path) => {
    const imported = importedModules(path).map((request) =>
      posix.join(posix.dirname(path), request),
    );
    const whole = imported.filter((target) => WHOLE.includes(target));
    return whole.length > 0 ? [[path, whole]] : [];
  });
  expect(Object.fromEntries(found)).toEqual(MAY);
});
