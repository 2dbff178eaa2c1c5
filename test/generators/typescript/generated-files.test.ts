import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { format as prettier } from "prettier";
import { describe, expect, test } from "vitest";
import { format } from "../../../generators/typescript/code/format.ts";
import { untestableConditions } from "../../../generators/typescript/guards/untestable-conditions.ts";
import { generatedProject, regenerate } from "../../support/generated-project.ts";
import { readTree } from "../../support/read-tree.ts";

const NAMES = ["warehouse", "team", "everything"] as const;

/** The package that a statement imports or exports from, without the path inside of it. */
const IMPORTED_PACKAGE =
  /^(?:import\b[^"=;]*|export [^"=;]* from )"((?:@[^/"]+\/)?[^./"#][^/"]*)/gm;

/** What the generated tsconfig.json leaves to the team. */
const STRICTER = {
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  noImplicitReturns: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
};

describe.each(NAMES)("the project generated from %s", async (name) => {
  const dir = await generatedProject(name);

  test("is laid out as prettier --check in it expects", async () => {
    const { stdout } = await execa("npx", ["prettier", "--check", "."], { cwd: dir });
    expect(stdout).toContain("All matched files use Prettier code style!");
  });

  test("has no finding of its linter", async () => {
    const { stdout } = await execa("npx", ["oxlint", "--deny-warnings"], { cwd: dir });
    expect(stdout).toContain("Found 0 warnings and 0 errors");
  });

  test("asks for permissions with and and or alone, so that its visitors can judge them", () => {
    const plain = (path: string) => !/^src\/(?:dispatch|rows|runtime)\//.test(path);
    const sources = Object.entries(readTree(dir)).filter(([path]) => plain(path));
    const found = sources.flatMap(([path, text]) => untestableConditions(path, text));
    expect(found).toEqual([]);
    expect(sources.filter(([, text]) => /\bperms\.|hasPerm\(/.test(text)).length).toBeGreaterThan(
      3,
    );
  });

  test("compiles, under any stricter setting too that its team may choose", async () => {
    const path = join(dir, "tsconfig.stricter.json");
    writeFileSync(path, JSON.stringify({ extends: "./tsconfig.json", compilerOptions: STRICTER }));
    const { stdout, exitCode } = await execa("npx", ["tsc", "-p", path], {
      cwd: dir,
      reject: false,
    });
    rmSync(path);
    expect([stdout, exitCode]).toEqual(["", 0]);
  }, 120_000);

  test("is not touched by a second run", async () => {
    const before = readTree(dir);
    const { writes, deletes } = await regenerate(dir);
    expect([writes, deletes]).toEqual([[], []]);
    expect(readTree(dir)).toEqual(before);
  });

  test("is the same, byte for byte, wherever it is generated", async () => {
    expect(readTree(await generatedProject(name))).toEqual(readTree(dir));
  });

  test("names every package that it imports in its package.json, at one exact version", () => {
    const files = readTree(dir);
    const { dependencies, devDependencies } = JSON.parse(files["package.json"] ?? "") as Record<
      string,
      Record<string, string>
    >;
    const known: Record<string, string> = { ...dependencies, ...devDependencies };
    for (const [path, text] of Object.entries(files)) {
      if (!/^(src|tests)\/.*\.tsx?$|^[^/]*\.ts$/.test(path)) continue;
      for (const [, name] of text.matchAll(IMPORTED_PACKAGE)) {
        if (name?.startsWith("node:")) continue;
        expect([path, known[name ?? ""]]).toEqual([path, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
      }
    }
  });

  test("names no registry, no machine's path and not spire's own package", () => {
    for (const [path, text] of Object.entries(readTree(dir))) {
      if (path.endsWith(".yaml")) continue;
      expect([path, /registry\.npmjs|spire-scaffold|npx spire\b/.test(text)]).toEqual([
        path,
        false,
      ]);
      expect([path, text.includes(dir)]).toEqual([path, false]);
    }
  });
});

test("long strings, markdown and JSON come out as Prettier's own", async () => {
  const long = "x".repeat(90);
  const sources = {
    "a.ts": `await db.insert(models.Member).values({ user: 1, role: "${long}", board: 2 });\n`,
    "b.tsx": `export const a = <p title={"${long}"}>{perms.a && <a href={b(1)}>{"${long}"}</a>}</p>;\n`,
    "c.md": "# A\n* one\n* two\n\n| a | b |\n|-|-|\n| 1 | `2` |\n",
    "d.json": '{"a":1,"b":[1,2,{"c":"d"}]}',
  };
  for (const [path, content] of Object.entries(sources)) {
    const formatted = await format({ path, content });
    const again = await prettier(formatted, { filepath: path, printWidth: 100 });
    expect([path, formatted]).toEqual([path, again]);
  }
});

test("an app taken out of the manifest takes its files along, and nothing misses it", async () => {
  const dir = await generatedProject("team");
  writeFileSync(join(dir, "spire.yaml"), "spire: 1\nproject: { name: team }\n");
  const plan = await regenerate(dir, { allowDataLoss: true });
  const compiled = await execa("npx", ["tsc", "--noEmit"], { cwd: dir, reject: false });
  expect([compiled.stdout, compiled.exitCode]).toEqual(["", 0]);
  expect(plan.deleted).toContain("src/apps/team/models.ts");
  expect(plan.kept).toEqual([]);
  const left = Object.keys(readTree(dir)).filter((path) => path.startsWith("src/apps/"));
  expect(left).toEqual([]);
});
