import { execFileSync } from "node:child_process";
import { existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import * as prettier from "prettier";
import { describe, expect, test } from "vitest";
import { inLayout } from "../../../../generators/layout/layout.ts";
import { projectLayout } from "../../../../generators/typescript/layout/project-layout.ts";
import { testdir } from "../../../support/testdir.ts";

const SOURCE = `export async function show(view: View, {a, b}: Values) {
  const names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  return view.rows.map((row) => ({ ...row, name: "it's", names, a, b, label: labels["a-b"], more: true }));
}
`;
const PAGE = `export const Page = ({perms}: Props) => <a class="button is-primary is-large" href={url(1)} title="One">{perms.a}</a>;\n`;
const FILES = {
  "src/apps/a/views/list.ts": SOURCE,
  "src/apps/a/templates/list.tsx": PAGE,
  "package.json": '{"name":"a","files":["one","two"],"scripts":{"a":"b"}}',
  "README.md":
    "# A\n\n* one\n* two, and a line that goes on and on until it is longer than eighty columns are\n",
  "public/style.css": "a{color:red;background:url('b.png')}\n",
};
const OWN = new Map([[".prettierrc.json", '{ "printWidth": 100, "endOfLine": "auto" }\n']]);

/** What Prettier itself makes of a file in a folder, with all that it reads there. */
async function byPrettier(dir: string, path: string, content: string): Promise<string> {
  const filepath = join(dir, path);
  const options = await prettier.resolveConfig(filepath, { editorconfig: true, useCache: false });
  const once = await prettier.format(content, { ...options, filepath });
  return prettier.format(once, { ...options, filepath });
}

describe("files are laid out as Prettier lays them out in a project with", () => {
  const overrides = [
    { files: "*.tsx", options: { singleQuote: true } },
    { files: ["src/**/*.ts", "*.md"], excludeFiles: "src/main.ts", options: { tabWidth: 4 } },
  ];
  const projects: Record<string, Record<string, string>> = {
    "no configuration at all": {},
    ".prettierrc.json": { ".prettierrc.json": '{ "semi": false, "printWidth": 60 }' },
    "a .prettierrc in JSON": { ".prettierrc": '{ "singleQuote": true, "printWidth": 120 }' },
    "a .prettierrc in YAML": { ".prettierrc": "# ours\nuseTabs: true\ntabWidth: 8\n" },
    ".prettierrc.yaml": { ".prettierrc.yaml": "trailingComma: none\nbracketSpacing: false\n" },
    ".prettierrc.toml": { ".prettierrc.toml": 'semi = false\nquoteProps = "consistent"\n' },
    ".prettierrc.json5": { ".prettierrc.json5": "{ arrowParens: 'avoid', /* ours */ }" },
    "overrides, in TOML": {
      ".prettierrc.toml":
        '[[overrides]]\nfiles = "*.ts"\n[overrides.options]\nprintWidth = 50\nsemi = false\n',
    },
    "overrides, in JSON": { ".prettierrc.json": JSON.stringify({ semi: false, overrides }) },
    "the key in package.json": {
      "package.json": JSON.stringify({ name: "a", prettier: { singleQuote: true, overrides } }),
    },
    "two, of which Prettier takes the first": {
      "package.json": '{ "prettier": { "printWidth": 50 } }',
      ".prettierrc.json": '{ "printWidth": 120 }',
    },
    "a package.json that says nothing": {
      "package.json": '{ "name": "a", "scripts": { "a": "echo *(*(a))" } }',
      ".prettierrc.json": '{ "jsxSingleQuote": true, "bracketSameLine": true, "printWidth": 50 }',
    },
    ".editorconfig alone": {
      ".editorconfig": "root = true\n[*]\nindent_style = tab\nmax_line_length = 60\n",
    },
    ".editorconfig and configuration": {
      ".editorconfig":
        "[*.{ts,tsx}]\nindent_size = 4\nindent_style = space\nmax_line_length = off\n",
      ".prettierrc.json": '{ "semi": false }',
    },
    "configuration further down": {
      ".prettierrc.json": '{ "semi": false }',
      "src/apps/.prettierrc": "singleQuote: true\n",
      "src/apps/a/templates/.editorconfig": "[*]\nindent_size = 8\nindent_style = space\n",
    },
    "all options of another taste": {
      ".prettierrc.json": JSON.stringify({
        printWidth: 80,
        tabWidth: 4,
        objectWrap: "collapse",
        singleAttributePerLine: true,
        experimentalTernaries: true,
        experimentalOperatorPosition: "start",
        proseWrap: "always",
        endOfLine: "crlf",
      }),
    },
    "any line endings": { ".prettierrc.json": '{ "endOfLine": "auto", "semi": false }' },
    "an option that Prettier does not know": { ".prettierrc.json": '{ "printWdith": 40 }' },
  };

  test.each(Object.entries(projects))("%s", async (_, files) => {
    const dir = testdir({ ...files, ".git/HEAD": "" });
    const layout = projectLayout(dir, new Map());
    for (const [path, content] of Object.entries(FILES)) {
      const text = await layout.format({ path, content });
      expect([path, text]).toEqual([path, await byPrettier(dir, path, content)]);
      expect([path, await layout.isLaidOut({ path, content: text })]).toEqual([path, true]);
      expect([path, await layout.isLaidOut({ path, content })]).toEqual([path, false]);
      expect([path, await layout.format({ path, content: text })]).toEqual([path, text]);
    }
    expect([...layout.notices]).toEqual([]);
  });

  test("configuration above the project", async () => {
    const dir = testdir({ ".prettierrc.json": '{ "semi": false }', "a/spire.yaml": "" });
    const layout = projectLayout(join(dir, "a"), new Map());
    expect(await layout.format({ path: "src/a.ts", content: "a();\n" })).toBe("a()\n");
  });
});

describe("the configuration of a new project", () => {
  test("counts before it is written", async () => {
    const layout = projectLayout(testdir(), OWN);
    expect(await layout.isOwn("src/a.ts")).toBe(true);
    expect([...layout.replaced]).toEqual([]);
  });

  test("is not written where the project brings its own, which counts", async () => {
    const layout = projectLayout(testdir({ ".prettierrc": "semi: false\n" }), OWN);
    expect([...layout.replaced]).toEqual([".prettierrc.json"]);
    expect(await layout.format({ path: "src/a.ts", content: "a();\n" })).toBe("a()\n");
  });
});

describe("what a repository brings is not run, and a notice says so:", () => {
  /** Writes a file beside it when it runs, whoever loads it and however. */
  const program = (name: string) =>
    /\.[cm]?ts$|\.mjs$|\.js$/.test(name)
      ? 'import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("ran", import.meta.url), "");\nexport default { semi: false };\n'
      : 'require("node:fs").writeFileSync(__dirname + "/ran", "");\nmodule.exports = { semi: false };\n';
  const modules = { "evil.cjs": program("evil.cjs"), "evil.mjs": program("evil.mjs") };
  const text = (options: unknown) => JSON.stringify(options);

  const names = ["js", "mjs", "cjs", "ts", "mts", "cts"];
  const programs = [
    ...names.map((ending) => `.prettierrc.${ending}`),
    ...names.map((ending) => `prettier.config.${ending}`),
  ];
  const projects: Record<string, Record<string, string>> = {
    ...Object.fromEntries(programs.map((name) => [name, { [name]: program(name) }])),
    "a module named in package.json": { "package.json": text({ prettier: "./evil.cjs" }) },
    "a module named in package.yaml": { "package.yaml": 'prettier: "./evil.cjs"\n' },
    "a module named in .prettierrc.json": { ".prettierrc.json": text("./evil.cjs") },
    "a module named in .prettierrc": { ".prettierrc": "./evil.mjs\n" },
    "a module named in YAML, after a comment": {
      ".prettierrc.yml": "# a: b\n---\n>-\n  ./evil.cjs\n",
    },
    "a module named in JSON5": { ".prettierrc.json5": "// {\n'./evil.cjs'" },
    plugins: { ".prettierrc.json": text({ plugins: ["./evil.mjs"] }) },
    "plugins for some files": {
      ".prettierrc.toml":
        '[[overrides]]\nfiles = "*.ts"\n[overrides.options]\nplugins = ["./evil.mjs"]\n',
    },
    "a parser of its own": { ".prettierrc.json": text({ parser: "./evil.cjs" }) },
    "a list of options": { ".prettierrc": '["./evil.cjs"]' },
    "a wrong value": { ".prettierrc.json": text({ tabWidth: 1e9 }) },
    "no JSON": { ".prettierrc.json": "{ semi: false" },
    "a file that is too large": { ".prettierrc": `# ${"x".repeat(70_000)}\nsemi: false\n` },
    "a pattern that takes for ever": {
      ".prettierrc.json": text({ overrides: [{ files: "*a*a*a*a*a*a*a*a*a*b", options: {} }] }),
    },
    "the same, hidden": {
      ".prettierrc.json": text({ overrides: [{ files: "S", options: {} }] }).replace(
        "S",
        "\\u002aa".repeat(20),
      ),
    },
    "a range in .editorconfig": {
      ".prettierrc.json": text({ semi: false }),
      ".editorconfig": "[{1..99999999}]\nindent_size = 4\n",
    },
    "an alias bomb": {
      ".prettierrc": `a: &a [x, x, x, x, x, x, x, x, x]\n${[..."bcdefghi"]
        .map((to, index) => `${to}: &${to} [${Array(9).fill(`*${"abcdefgh"[index]}`).join(", ")}]`)
        .join("\n")}\n`,
    },
  };

  test.each(Object.entries(projects))("%s", async (name, files) => {
    const dir = testdir({ ...modules, ...files });
    const layout = projectLayout(dir, new Map());
    const path = `src/apps/${"a".repeat(60)}/views/${"a".repeat(60)}.ts`;
    const start = process.cpuUsage().user;
    expect(await layout.format({ path, content: "a( 'b' )" })).toBe('a("b");\n');
    expect(await layout.isLaidOut({ path, content: "a( 'b' )" })).toBe(true);
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(5);
    expect([...layout.notices]).toHaveLength(1);
    expect([...layout.notices][0]).toMatch(/^[^:]*\b(?:prettier|package|editorconfig)[^:]+: files/);
    if (programs.includes(name)) expect([...layout.notices][0]).toContain(" is a program,");
    expect(existsSync(join(dir, "ran"))).toBe(false);
  });

  test.each([".prettierrc", ".prettierrc.json", ".editorconfig"])(
    "a link or a pipe as %s",
    async (name) => {
      const elsewhere = testdir({ secret: "semi: false\n" });
      const linked = testdir();
      symlinkSync(join(elsewhere, "secret"), join(linked, name));
      const piped = testdir();
      execFileSync("mkfifo", [join(piped, name)]);
      for (const dir of [linked, piped]) {
        const layout = projectLayout(dir, new Map());
        expect(await layout.format({ path: "a.ts", content: "a()" })).toBe("a();\n");
        expect([...layout.notices]).toEqual([expect.stringContaining("is no plain file of")]);
      }
    },
  );
});

test("a parser that cannot read the language leaves rendered texts as they are", async () => {
  const layout = projectLayout(testdir({ ".prettierrc.json": '{ "parser": "css" }' }), new Map());
  const text = { path: "src/a.ts", content: "const a = { b: `${c}` };\n" };
  await expect(layout.format(text)).rejects.toThrow();
  expect(await inLayout(layout, text)).toBe(text.content);
  expect(await layout.isLaidOut(text)).toBe(true);
});

test("a width that nobody says is Prettier's, not that of another formatter", async () => {
  const layout = projectLayout(testdir({ ".prettierrc.json": '{ "semi": true }' }), new Map());
  const content = `document.getElementById("live").toggleAttribute("data-connected", isConnected());\n`;
  expect(content.length).toBeGreaterThan(80);
  expect(await layout.isLaidOut({ path: "public/a.js", content })).toBe(false);
});

describe("files of which Prettier is kept away", () => {
  test("are left as they are", async () => {
    const dir = testdir({ ".prettierignore": "/src/a.ts\n" });
    const layout = projectLayout(dir, new Map());
    expect(await layout.isLaidOut({ path: "src/a.ts", content: "a( )" })).toBe(true);
    expect(await layout.isLaidOut({ path: "src/b.ts", content: "a( )" })).toBe(false);
  });
});
