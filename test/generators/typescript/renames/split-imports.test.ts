import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MOVED_NAMES } from "../../../../generators/typescript/project/moved-modules.ts";
import { relocateImports } from "../../../../generators/typescript/renames/relocate-imports.ts";
import { splitImports } from "../../../../generators/typescript/renames/split-imports.ts";
import { packageRoot } from "../../../../schema/package-root.ts";

const JOB = "src/jobs/daily.ts";

test("a name that another module exports now is imported from there, the others from where they were", () => {
  expect(
    splitImports('import { loadVisitor, type User } from "../runtime/visitor.ts";\n', JOB),
  ).toBe(
    'import { loadVisitor } from "../accounts/load-visitor.ts";\nimport { type User } from "../runtime/visitor.ts";\n',
  );
  expect(splitImports('import type {\n  Shape,\n} from "#forms/field";\n', JOB)).toBe(
    'import type { Shape } from "#runtime/field";\n',
  );
});

test("a name under another one, and one from a module that moved itself, are found too", () => {
  const text = 'import { wantsJson as isProgram, sendPage } from "../runtime/http.ts";\n';
  const moved = new Map([["src/runtime/http.ts", "src/dispatch/http.ts"]]);
  expect(relocateImports(text, { from: JOB, to: JOB, moved })).toBe(
    'import { wantsJson as isProgram } from "../server/clients.ts";\nimport { sendPage } from "../dispatch/http.ts";\n',
  );
});

test.each([
  'import { Visitor } from "../runtime/visitor.ts";\n',
  'import { loadVisitor } from "./visitor.ts";\n',
  'import * as visitors from "../runtime/visitor.ts";\n',
  'import { constructor, toString } from "../runtime/visitor.ts";\n',
])("%s stays as it is", (text) => {
  expect(splitImports(text, JOB)).toBe(text);
});

test("every moved name is exported where it is said to be, and no more where it was", () => {
  const exports = (path: string, name: string) => {
    const file = join(packageRoot, "templates/typescript", path);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return new RegExp(
      `^export (?:async |abstract )*(?:function|const|class|type|interface) ${name}\\b`,
      "m",
    ).test(text);
  };
  for (const [before, names] of Object.entries(MOVED_NAMES)) {
    for (const [name, now] of Object.entries(names)) {
      expect([name, exports(now, name), exports(before, name)]).toEqual([name, true, false]);
    }
  }
});
