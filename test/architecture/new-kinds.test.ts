import { execFileSync } from "node:child_process";
import { readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";
import { testdir } from "../support/testdir.ts";

const SOURCES =
  /^(?:package\.json$|(?:schema|generators|verify|templates\/typescript\/src\/database)\/.*\.(?:ts|json)$)/;

/** The language as the resolver and the targets know it, and as the JSON Schema says it. */
const PROJECT = "schema/project.ts";
const MANIFEST = "schema/manifest.types.ts";

const CONFIG = JSON.stringify({
  extends: join(packageRoot, "tsconfig.json"),
  compilerOptions: { typeRoots: [join(packageRoot, "node_modules/@types")] },
  include: ["schema", "generators", "verify"],
  exclude: [],
});

const read = (path: string) => readFileSync(join(packageRoot, path), "utf8");

type Addition = [file: string, text: string, more: string];

/** A copy of the code in which a union of the language has one more member. */
function copyWith(...additions: Addition[]): string {
  const files = repositoryFiles().filter((path) => SOURCES.test(path));
  const dir = testdir(Object.fromEntries(files.map((path) => [path, read(path)])));
  symlinkSync(join(packageRoot, "node_modules"), join(dir, "node_modules"));
  writeFileSync(join(dir, "tsconfig.json"), CONFIG);
  for (const [file, text, more] of additions) {
    const source = readFileSync(join(dir, file), "utf8");
    expect(source.split(text), `${file} says ${text} once`).toHaveLength(2);
    writeFileSync(join(dir, file), source.replace(text, text + more));
  }
  return dir;
}

/** The files in which the compiler finds an error. */
function complaints(dir: string): string[] {
  const compiler = join(packageRoot, "node_modules/typescript/bin/tsc");
  try {
    execFileSync(process.execPath, [compiler, "--noEmit", "--pretty", "false", "-p", dir], {
      cwd: dir,
      encoding: "utf8",
    });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    const files = [...stdout.matchAll(/^([\w/.-]+\.ts)\(\d+,\d+\): error/gm)].map(([, f]) => f);
    if (files.length === 0) throw error;
    return [...new Set(files)].map(String).toSorted();
  }
}

test("the code compiles as it is", () => {
  expect(complaints(copyWith())).toEqual([]);
});

/** Additions to the language, and the files that have to say what they make of them. */
const KINDS: readonly [what: string, additions: Addition[], found: string[]][] = [
  [
    "view kind",
    [
      [PROJECT, '"list" | "detail"', ' | "wizard"'],
      [MANIFEST, 'kind: "list" | "detail"', ' | "wizard"'],
    ],
    [
      "generators/matrix/view-kinds.ts",
      "generators/screens/controls.ts",
      "generators/screens/screens.ts",
      "generators/screens/titles.ts",
      "schema/view-kinds.ts",
    ],
  ],
  [
    "screen",
    [
      [
        "generators/screens/screen.ts",
        "ActionScreen | LiveScreen",
        ' | (AnyScreen & { kind: "wizard" })',
      ],
    ],
    ["generators/typescript/views/view-files.ts"],
  ],
  [
    "field type",
    [
      [PROJECT, '  | "slug"\n', '  | "color"\n'],
      [MANIFEST, '  | "slug"\n  | "json"', '\n  | "color"'],
    ],
    [
      "generators/matrix/samples.ts",
      "generators/typescript/field-types/field-types.ts",
      "schema/field-types.ts",
      "schema/resolve/values.ts",
    ],
  ],
  [
    "effect",
    [
      [PROJECT, '{ kind: "toggle"; field: string }', ' | { kind: "clear"; field: string }'],
      [MANIFEST, "EffectManifest = ToggleEffect", " | { clear: string }"],
    ],
    [
      "generators/matrix/inputs.ts",
      "generators/screens/done-message.ts",
      "generators/typescript/views/effects.ts",
      "schema/effect-kinds.ts",
      "schema/resolve/effects.ts",
    ],
  ],
  [
    "kind of guard",
    [[PROJECT, '{ kind: "public" } | { kind: "login" }', ' | { kind: "owner"; field: string }']],
    ["generators/typescript/guards/forms.ts", "generators/typescript/guards/guards.ts"],
  ],
  [
    "form of a requirement",
    [
      [PROJECT, "PermissionName | RowCondition", " | { other: string }"],
      [MANIFEST, "PermissionRef = PermissionName", " | { other: string }"],
      ["schema/requirements.ts", "all: (parts: T[]) => T;", " other: (field: string) => T;"],
    ],
    [
      "generators/matrix/guards.ts",
      "generators/typescript/guards/forms.ts",
      "generators/typescript/guards/guards.ts",
      "generators/typescript/guards/requirements.ts",
      "schema/requirements.ts",
      "schema/resolve/guards.ts",
      "schema/rules/permissions.ts",
    ],
  ],
];

test.each(KINDS)(
  "a new %s does not compile until every table of the language and the targets has it",
  (_, additions, found) => {
    expect(complaints(copyWith(...additions))).toEqual(expect.arrayContaining(found));
  },
);
