import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { repositoryFiles } from "../support/repository-files.ts";

// Languages, tools and file endings of generated projects are named in a target's own places alone.

/** Where a target is at home, besides its templates. */
const HOMES = /^(generators|schema\/targets)\/(typescript|django)(\.ts$|\/)/;

/** Made from the JSON Schema, whose list of targets is the contract. */
const WRITTEN_FROM_THE_SCHEMA = "schema/manifest.types.ts";

const NAMES =
  /typescript|javascript|\btsx?\b|node_modules|npm|yarn|package\.json|vitest|prettier|eslint|oxlint|oxfmt|drizzle|fastify|preact|django|python|ruff|pytest/i;

/** Lines that may: who knows the targets, what is about spire's own package, or the language's own. */
const ALLOWED = [
  "bin/terminal/failure.ts: `Remove node_modules, and run npm install again, in ${packageRoot}; when that does not ` +",
  "bin/terminal/invocation.ts: const isLasting = process.env.npm_command === undefined;",
  'bin/verify/verify.ts: "Let packages run scripts of their own, and pnpmfiles and Yarn plugins, on install",',
  'generators/targets.ts: typescript: async () => (await import("./typescript/target.ts")).typescriptTarget,',
  "schema/codes/names.ts: \"Standard codenames are Django's: the action, an underscore and the model's name in lower case without underscores.\",",
  'schema/package-files.ts: return JSON.parse(read("package.json")) as SpirePackage;',
  'schema/package-root.ts: if (existsSync(join(dir, "package.json"))) return dir;',
  "schema/package-root.ts: if (dir === dirname(dir)) throw new Error(`No package.json above ${start}.`);",
  'schema/project.ts: export type TargetName = "typescript" | "django";',
  'schema/resolve/resolve.ts: target: project.target ?? "typescript",',
  "schema/targets/targets.ts: typescript: TYPESCRIPT,",
  "schema/targets/targets.ts: django: DJANGO,",
  'verify/child-environment.ts: if (!isAbsolute(folder) || folder.includes(join("node_modules", ".bin"))) return false;',
];

const sources = repositoryFiles().filter(
  (path) =>
    /^(bin|generators|schema|verify)\/.*\.ts$/.test(path) &&
    !HOMES.test(path) &&
    path !== WRITTEN_FROM_THE_SCHEMA,
);

function parsed(path: string) {
  const text = readFileSync(join(packageRoot, path), "utf8");
  const { comments, module } = parseSync(path, text);
  return { text, comments, imports: module.staticImports, dynamic: module.dynamicImports };
}

/** The lines of a file's code: without comments, and without its imports. */
function linesOf(path: string): string[] {
  const { text, comments, imports, dynamic } = parsed(path);
  const skipped = [...comments, ...imports, ...dynamic.map(({ moduleRequest }) => moduleRequest)];
  const blank = skipped.reduce(
    (code, { start, end }) =>
      code.slice(0, start) + code.slice(start, end).replaceAll(/\S/g, " ") + code.slice(end),
    text,
  );
  const given = text.split("\n");
  // As it is written, where anything is left of it.
  return blank.split("\n").flatMap((line, index) => {
    return NAMES.test(line) ? [`${path}: ${given[index]?.trim()}`] : [];
  });
}

test("no code outside a target names a language, a tool or a file ending of it", () => {
  expect(sources.flatMap(linesOf).toSorted()).toEqual(ALLOWED.toSorted());
});

test("only the two tables of targets import what is a target's", () => {
  const importing = sources.filter((path) => {
    const { text, imports, dynamic } = parsed(path);
    const requests = [
      ...imports.map(({ moduleRequest }) => moduleRequest.value),
      ...dynamic.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
    ];
    return requests
      .filter((request) => request.startsWith("."))
      .some((request) => HOMES.test(posix.join(posix.dirname(path), request)));
  });
  expect(importing).toEqual(["generators/targets.ts", "schema/targets/targets.ts"]);
});
