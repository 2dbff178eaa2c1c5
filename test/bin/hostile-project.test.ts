import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { command, runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

// A project that somebody else wrote, with a trap wherever a tool might look for code to run.

/** Programs that somebody might expect on the PATH. */
const PROGRAMS = ["git", "less", "more", "sh", "node", "npm", "npx", "pnpm", "yarn"];
const TOOLS = ["tsc", "prettier", "oxlint", "vitest", "oxfmt", "drizzle-kit"];

/** Packages that spire itself loads; a project may bring others of the same names. */
const LIBRARIES = ["prettier", "oxfmt", "oxc-parser", "drizzle-kit", "drizzle-orm", "handlebars"];

let dir: string;
/** Appended to by every trap that goes off. */
let caught: string;

const origin = join(testdir(), "shop");

beforeAll(async () => {
  const { exitCode } = await runSpire(["new", "project", origin]);
  expect(exitCode).toBe(0);
});

beforeEach(() => {
  const outside = testdir();
  caught = join(outside, "caught");
  dir = join(outside, "shop");
  cpSync(origin, dir, { recursive: true });
});

function put(path: string, text: string, mode = 0o644): void {
  const file = join(dir, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}

const script = (name: string) => `#!/bin/sh\necho "${name}" >> "${caught}"\nexit 1\n`;
const code = (name: string) =>
  `require("node:fs").appendFileSync(${JSON.stringify(caught)}, ${JSON.stringify(`${name}\n`)});\n`;

function setTraps(): void {
  for (const name of [...PROGRAMS, ...TOOLS]) {
    put(name, script(name), 0o755);
    put(`node_modules/.bin/${name}`, script(`.bin/${name}`), 0o755);
  }
  for (const name of LIBRARIES) {
    put(
      `node_modules/${name}/package.json`,
      `{"name":"${name}","main":"index.cjs","bin":"index.cjs"}`,
    );
    put(`node_modules/${name}/index.cjs`, code(name));
    put(`node_modules/${name}/api.js`, code(`${name}/api`));
  }
  for (const name of [
    "prettier.config.cjs",
    ".prettierrc.cjs",
    "oxfmt.config.cjs",
    ".pnpmfile.cjs",
  ]) {
    put(name, code(name));
  }
  put("plugin.cjs", code("plugin"));
  put(
    "package.json",
    readFileSync(join(dir, "package.json"), "utf8").replace(
      /^\{/,
      '{\n  "prettier": { "plugins": ["./plugin.cjs"] },',
    ),
  );
  put(".git/HEAD", "ref: refs/heads/main\n");
  put(
    ".git/config",
    "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = ./git\n\tpager = ./less\n\tsshCommand = ./sh\n" +
      '[diff]\n\texternal = ./git\n[diff "trap"]\n\ttextconv = ./git\n[filter "trap"]\n\tclean = ./git\n',
  );
  for (const hook of ["post-checkout", "pre-commit", "post-index-change", "fsmonitor-watchman"]) {
    put(`.git/hooks/${hook}`, script(hook), 0o755);
  }
}

const hostilePath = () =>
  ["", ".", "node_modules/.bin", join(dir, "node_modules/.bin"), process.env["PATH"]].join(
    delimiter,
  );

describe("spire gen", () => {
  test.each([
    [["gen"]],
    [["gen", "--check"]],
    [["gen", "--diff"]],
    [["gen", "--dry-run"]],
    [["new", "app", "customer", "--model", "Customer"]],
    [["schema"]],
  ])("runs nothing of the project: %j", async (args) => {
    setTraps();
    // A file to write; package.json is one to merge.
    rmSync(join(dir, "src/permissions.ts"));
    const env = { PATH: hostilePath() };
    const { exitCode, stderr } = await runSpire(args, { cwd: dir, env });
    expect(stderr).not.toContain("E_INTERNAL");
    expect(exitCode, stderr).toBe(args.includes("--check") ? 1 : 0);
    expect(existsSync(caught) ? readFileSync(caught, "utf8") : "").toBe("");
  });
});

// A pager needs a terminal, which this program of util-linux makes.
test.skipIf(!existsSync("/usr/bin/script"))(
  "a diff is shown by the person's pager, not by the project's",
  async () => {
    setTraps();
    rmSync(join(dir, "src/seed.ts"));
    const chosen = join(dirname(dir), "bin");
    mkdirSync(chosen);
    writeFileSync(join(chosen, "less"), script("the person's"), { mode: 0o755 });
    const PATH = ["", ".", "node_modules/.bin", dir, chosen, "/usr/bin", "/bin"].join(delimiter);
    const spire = `'${process.execPath}' '${command}' gen --diff`;
    await execa("/usr/bin/script", ["-qec", spire, "/dev/null"], {
      cwd: dir,
      env: { PATH, TERM: "xterm", PAGER: undefined, CI: undefined, SHELL: "/bin/sh" },
      stdin: "ignore",
      reject: false,
    });
    expect(readFileSync(caught, "utf8")).toBe("the person's\n");
  },
);

describe("spire verify", () => {
  /** The project with a package of every name, each program of which writes down what it gets. */
  function installRecorders(): () => { tool: string; args: string[]; env: NodeJS.ProcessEnv }[] {
    const record = join(dirname(dir), "record");
    const { dependencies, devDependencies } = JSON.parse(
      readFileSync(join(dir, "package.json"), "utf8"),
    ) as Record<string, Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
      const tool = name === "typescript" ? "tsc" : name;
      const bin = { [tool]: "tool.cjs" };
      put(`node_modules/${name}/package.json`, JSON.stringify({ name, version, bin }));
      put(
        `node_modules/${name}/tool.cjs`,
        `const { env, argv } = process;
         const line = JSON.stringify({ tool: "${tool}", args: argv.slice(2), env });
         require("node:fs").appendFileSync(${JSON.stringify(record)}, line + "\\n");`,
      );
    }
    return () =>
      readFileSync(record, "utf8")
        .trim()
        .split("\n")
        .map(
          (line) => JSON.parse(line) as { tool: string; args: string[]; env: NodeJS.ProcessEnv },
        );
  }

  const SECRETS = {
    AWS_SECRET_ACCESS_KEY: "secret",
    GITHUB_TOKEN: "secret",
    NPM_TOKEN: "secret",
    "npm_config_//registry.example/:_authToken": "secret",
    DATABASE_URL: "postgres://me:secret@127.0.0.1:1/production",
    SSH_AUTH_SOCK: "/secret/agent",
    GIT_SSH_COMMAND: "secret",
    NODE_EXTRA_CA_CERTS: "/secret/ca",
    SOMETHING_NEW: "secret",
  };

  test("runs the project's tools, and gives them nothing secret", async () => {
    const recorded = installRecorders();
    await runSpire(["verify", "-C", dir], { env: SECRETS });
    const runs = recorded();
    expect(new Set(runs.map(({ tool }) => tool))).toEqual(
      new Set(["tsc", "prettier", "oxlint", "vitest"]),
    );
    for (const { env } of runs) {
      expect(JSON.stringify(env)).not.toContain("secret");
      expect(Object.keys(env)).not.toEqual(expect.arrayContaining(["NODE_OPTIONS"]));
      expect(env["HOME"]).toBe(process.env["HOME"]);
    }
  });

  test("gives a database to the tests alone, when it is named for them", async () => {
    const recorded = installRecorders();
    const url = "postgres://127.0.0.1:1/for_tests";
    await runSpire(["verify", "-C", dir], { env: { SPIRE_VERIFY_DATABASE_URL: url } });
    const given = recorded().map(({ tool, env }) => [tool, env["DATABASE_URL"]]);
    expect(given).toContainEqual(["vitest", url]);
    expect(given.filter(([tool, value]) => tool !== "vitest" && value !== undefined)).toEqual([]);
  });

  test("takes no program from the project's folders on the PATH, and none by name", async () => {
    installRecorders();
    for (const name of [...PROGRAMS, ...TOOLS]) {
      put(name, script(name), 0o755);
      put(`node_modules/.bin/${name}`, script(`.bin/${name}`), 0o755);
    }
    const env = { PATH: hostilePath() };
    await runSpire(["verify", "-C", dir], { cwd: dir, env });
    expect(existsSync(caught)).toBe(false);
  });

  test.each(["pnpm@10.0.0", "yarn@1.22.22"])(
    "does not install with the project's own %s",
    async (named) => {
      put("node_modules/.bin/pnpm", script("pnpm"), 0o755);
      put("node_modules/.bin/yarn", script("yarn"), 0o755);
      put(
        "package.json",
        readFileSync(join(dir, "package.json"), "utf8").replace(
          /^\{/,
          `{\n  "packageManager": "${named}",`,
        ),
      );
      const path = ["node_modules/.bin", join(dir, "node_modules/.bin")].join(delimiter);
      const { exitCode, stderr } = await runSpire(["verify", "-C", dir], {
        cwd: dir,
        env: { PATH: path },
      });
      expect(existsSync(caught)).toBe(false);
      expect(stderr).toMatch(/error E_ENVIRONMENT The program "(pnpm|yarn)" was not found/);
      expect(exitCode).toBe(3);
    },
  );

  test("says in its help what it runs", async () => {
    const { stdout } = await runSpire(["verify", "--help"]);
    expect(stdout).toContain("--install-scripts");
    expect(stdout).toMatch(/runs what the project says/);
  });
});
