import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { importedModules } from "../support/imported-modules.ts";
import { repositoryFiles } from "../support/repository-files.ts";

/** Who may import from whom, besides itself; nothing else is allowed (docs/architecture.md). */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  bin: ["generators", "verify", "schema"],
  verify: ["schema", "generators"],
  generators: ["schema"],
  schema: [],
};

/**
 * The one file of the templates that runs inside the generator too: the tables of the runtime,
 * which the migrations need.
 */
const SHARED_WITH_TEMPLATES = "templates/typescript/src/database/tables.ts";

const sources = repositoryFiles().filter(
  (path) => /^(bin|generators|schema|verify)\/.*\.ts$/.test(path) && !path.endsWith(".d.ts"),
);

describe.each(Object.entries(ALLOWED))("%s/", (folder, allowed) => {
  const own = sources.filter((path) => path.startsWith(`${folder}/`));

  test("has source files", () => {
    expect(own.length).toBeGreaterThan(0);
  });

  test(`imports only from itself${allowed.map((name) => `, ${name}/`).join("")}`, () => {
    const strays = own.flatMap((path) =>
      importedModules(path)
        .filter((request) => request.startsWith("."))
        .map((request) => posix.join(posix.dirname(path), request))
        .filter((target) => {
          if (folder === "generators" && target === SHARED_WITH_TEMPLATES) return false;
          return ![folder, ...allowed].includes(target.split("/")[0] ?? "");
        })
        .map((target) => `${path} imports ${target}`),
    );
    expect(strays).toEqual([]);
  });
});

/**
 * The stations of the one road, and the targets beside it: who may import from whom. What all may
 * know are the interfaces, the files of `INTERFACES`.
 */
const STATIONS: Readonly<Record<string, readonly string[]>> = {
  files: [],
  render: [],
  matrix: [],
  screens: ["render"],
  project: ["files"],
  layout: ["project"],
  merge: ["layout", "project"],
  plan: ["files", "layout", "merge", "project"],
  apply: ["files", "plan", "project"],
  typescript: ["layout", "matrix", "merge", "render", "screens"],
};
const INTERFACES = ["target.ts", "tiers.ts", "verifier.ts"];

test("every folder of generators/ is a station or a target", () => {
  const folders = sources.flatMap((path) => /^generators\/([^/]+)\//.exec(path)?.[1] ?? []);
  expect([...new Set(folders)].sort()).toEqual(Object.keys(STATIONS).sort());
});

test.each(Object.entries(STATIONS))(
  "generators/%s/ imports from the stations before it only",
  (folder, allowed) => {
    const strays = sources
      .filter((path) => path.startsWith(`generators/${folder}/`))
      .flatMap((path) =>
        importedModules(path)
          .filter((request) => request.startsWith("."))
          .map((request) => posix.join(posix.dirname(path), request))
          .filter((target) => target.startsWith("generators/"))
          .filter((target) => {
            const [, station = ""] = target.split("/");
            return ![folder, ...allowed, ...INTERFACES].includes(station);
          })
          .map((target) => `${path} imports ${target}`),
      );
    expect(strays).toEqual([]);
  },
);

test("relative imports name the file with its ending", () => {
  const strays = sources.flatMap((path) =>
    importedModules(path)
      .filter((request) => request.startsWith(".") && !/\.(ts|tsx|json)$/.test(request))
      .map((request) => `${path}: ${request}`),
  );
  expect(strays).toEqual([]);
});

test("the independent evaluator imports nothing but types from the language", () => {
  const strays = sources
    .filter((path) => path.startsWith("generators/matrix/"))
    .flatMap((path) => {
      const { module } = parseSync(path, readFileSync(join(packageRoot, path), "utf8"));
      return module.staticImports
        .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
        .map(({ moduleRequest }) => posix.join(posix.dirname(path), moduleRequest.value))
        .filter((target) => target.startsWith("schema/"))
        .map((target) => `${path} imports ${target}`);
    });
  expect(strays).toEqual([]);
});

test("no file only hands on what others export", () => {
  const barrels = sources.filter((path) => {
    const text = readFileSync(join(packageRoot, path), "utf8");
    const { program } = parseSync(path, text);
    return (
      /(^|\/)index\.ts$/.test(path) ||
      (program.body.length > 0 &&
        program.body.every(
          (node) =>
            node.type === "ExportAllDeclaration" ||
            (node.type === "ExportNamedDeclaration" && node.source !== null),
        ))
    );
  });
  expect(barrels).toEqual([]);
});

test("no source file is longer than 300 lines, and most have under 200", () => {
  const lengths = sources
    // Made from the JSON Schema, not written.
    .filter((path) => path !== "schema/manifest.types.ts")
    .map((path) => ({
      path,
      lines: readFileSync(join(packageRoot, path), "utf8").split("\n").length - 1,
    }));
  expect(lengths.filter(({ lines }) => lines > 300)).toEqual([]);
  expect(lengths.filter(({ lines }) => lines < 200).length).toBeGreaterThan(lengths.length * 0.8);
});

test("no folder or file is named after nothing in particular", () => {
  const vague = sources.filter((path) => /(^|\/)(utils?|helpers?|misc)(\/|\.ts$)/.test(path));
  expect(vague).toEqual([]);
});
