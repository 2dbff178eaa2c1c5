import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { editFile } from "../support/edit-file.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

const packages = join(packageRoot, "node_modules");

/** spire as it is after an install that left something out. */
function installedWithout(isLeftOut: (name: string) => boolean): string {
  const dir = testdir();
  for (const part of ["dist", "examples", "package.json", "schema", "templates"]) {
    cpSync(join(packageRoot, part), join(dir, part), { recursive: true });
  }
  const names = readdirSync(packages).flatMap((name) =>
    name.startsWith("@")
      ? readdirSync(join(packages, name)).map((member) => `${name}/${member}`)
      : [name],
  );
  for (const name of names.filter((each) => !each.startsWith(".") && !isLeftOut(each))) {
    const to = join(dir, "node_modules", name);
    mkdirSync(dirname(to), { recursive: true });
    // Through a link Node would look for the compiled part beside the original.
    if (["oxc-parser", "oxfmt"].includes(name)) {
      cpSync(join(packages, name), to, { recursive: true });
    } else symlinkSync(join(packages, name), to, "junction");
  }
  return dir;
}

/** A project in which the next generation has a merge to do: for that alone the parser is loaded. */
async function editedProject(): Promise<string> {
  const dir = testdir();
  const { exitCode } = await runSpire(["new", "project", "shop"], { cwd: dir });
  expect(exitCode).toBe(0);
  const shop = join(dir, "shop");
  editFile(shop, "src/apps/notes/views/list.ts", "@loginRequired", "// by hand\n@loginRequired");
  editFile(shop, "spire.yaml", "links: [create, detail]", "links: [create, detail], public: true");
  return shop;
}

test.each([
  ["the formatter's compiled part", /^@oxfmt\/binding-/, "@oxfmt/binding-"],
  ["the parser's compiled part", /^@oxc-parser\/binding-/, "@oxc-parser/binding-"],
  ["a package", /^oxfmt$/, "oxfmt"],
])("without %s it says so and what to do, in exit 3", async (_, leftOut, named) => {
  const dir = installedWithout((name) => leftOut.test(name));
  const { exitCode, stderr } = await execa(
    process.execPath,
    [join(dir, "dist/spire.js"), "gen", "-C", await editedProject()],
    { reject: false, env: { NO_COLOR: "1" } },
  );
  expect(stderr).toContain("error E_ENVIRONMENT spire is not installed completely");
  expect(stderr).toContain(named);
  expect(stderr).toContain(`run npm install again, in ${dir}`);
  expect(stderr).not.toMatch(/^ +at /m);
  expect(exitCode).toBe(3);
});
