import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";

/** What a newcomer reads in one sitting. Lower it when something goes; find a reason to raise it. */
const MOST_LINES_OF_CODE = 1_980;

const runtime = repositoryFiles().filter((path) =>
  /^templates\/typescript\/src\/(runtime|dispatch|forms)\/.*\.tsx?$/.test(path),
);

const textOf = (path: string) => readFileSync(join(packageRoot, path), "utf8");

/** Lines with more on them than blanks and comments. */
function linesOfCode(path: string): number {
  let text = textOf(path);
  for (const { start, end } of parseSync(path, text).comments) {
    const blank = text.slice(start, end).replaceAll(/[^\n]/g, " ");
    text = text.slice(0, start) + blank + text.slice(end);
  }
  return text.split("\n").filter((line) => line.trim() !== "").length;
}

test("the runtime that ships in every project does not grow", () => {
  const sizes = runtime
    .filter((path) => !path.includes("/forms/"))
    .map((path) => linesOfCode(path));
  expect(sizes.length).toBeGreaterThan(15);
  expect(sizes.reduce((sum, lines) => sum + lines)).toBeLessThanOrEqual(MOST_LINES_OF_CODE);
});

test.each(runtime)("%s has under 200 lines of code and says what it is for", (path) => {
  expect(linesOfCode(path)).toBeLessThan(200);
  expect(textOf(path)).toMatch(/^\/\*\*\s/);
});

test("every file of the runtime is in the reading order of its README, and no other", () => {
  const readme = textOf("templates/typescript/src/runtime/README.md");
  const order = /## Reading order\n[^]*/.exec(readme)?.[0] ?? "";
  const names = runtime
    .filter((path) => !path.includes("/forms/"))
    .map((path) => path.replace(/^.*\//, ""));
  expect(names.filter((name) => !order.includes(`\`${name}\``))).toEqual([]);
  const named = [...order.matchAll(/`([\w-]+\.ts)`/g)].map(([, name]) => name ?? "");
  expect(named.filter((name) => !names.includes(name))).toEqual(["hold-visitor.ts"]);
});

test("every decorator, and every member of a view, is in that README", () => {
  const readme = textOf("templates/typescript/src/runtime/README.md");
  const decorators = textOf("templates/typescript/src/runtime/decorators.ts");
  const said = [...decorators.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);
  expect(said.length).toBeGreaterThan(14);
  expect(said.filter((name) => !readme.includes(`@${name}`))).toEqual([]);
  const views = ["view", "live-view"].map((name) =>
    textOf(`templates/typescript/src/runtime/${name}.ts`),
  );
  const members = views
    .join("")
    .matchAll(/^ {2}(?:protected |abstract |get )*(\w+)(?:<[^(]*>)?\(/gm);
  const names = [...members].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(12);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
});
