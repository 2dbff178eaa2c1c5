import { delimiter, join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { INSTALLER_VARIABLES } from "../../generators/typescript/verification/installer-variables.ts";
import type { Purpose } from "../../generators/verifier.ts";
import { childEnvironment, foreignPath } from "../../verify/child-environment.ts";

const PURPOSES: Purpose[] = ["install", "check", "test"];

/** What is in the environment of developers and CI machines, and is nobody else's business. */
const SECRETS = [
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_PROFILE",
  "AZURE_CLIENT_SECRET",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GITHUB_TOKEN",
  "GH_TOKEN",
  "CI_JOB_TOKEN",
  "NPM_TOKEN",
  "NODE_AUTH_TOKEN",
  "YARN_NPM_AUTH_TOKEN",
  "npm_config_//registry.example/:_authToken",
  "npm_config__auth",
  "npm_config_ignore_scripts",
  "npm_config_script_shell",
  "npm_config_node_options",
  "DATABASE_URL",
  "PGPASSWORD",
  "SESSION_SECRET",
  "SSH_AUTH_SOCK",
  "KUBECONFIG",
  "DOCKER_HOST",
  "SPIRE_VERIFY_DATABASE_URL",
];

/** What loads code into a program, or makes it behave otherwise. */
const LEVERS = [
  "NODE_OPTIONS",
  "NODE_PATH",
  "NODE_ENV",
  "LD_PRELOAD",
  "LD_LIBRARY_PATH",
  "DYLD_INSERT_LIBRARIES",
  "BASH_ENV",
  "ENV",
  "GIT_DIR",
  "GIT_SSH_COMMAND",
  "GIT_CONFIG_GLOBAL",
  "EDITOR",
  "PAGER",
  "VITEST",
  "MODE",
  "FORCE_COLOR",
];

describe.each(
  PURPOSES.flatMap((purpose) => [
    [purpose, "nothing", []] as const,
    [purpose, "what package managers read", INSTALLER_VARIABLES] as const,
  ]),
)("what runs to %s, and gets %s besides,", (purpose, _, passed) => {
  test.each([...SECRETS, ...LEVERS])("does not get %s", (name) => {
    const env = childEnvironment(purpose, passed, { [name]: "value of it", HOME: "/home/me" });
    expect(Object.keys(env)).not.toContain(name);
    expect(env).toEqual({
      HOME: "/home/me",
      NO_COLOR: "1",
      ...(name === "SPIRE_VERIFY_DATABASE_URL" && purpose === "test"
        ? { DATABASE_URL: "value of it" }
        : {}),
    });
  });

  test("gets no variable that nobody has thought of", () => {
    const given = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    fc.assert(
      fc.property(given, (own) => {
        const odd = Object.fromEntries(Object.entries(own).map(([k, v]) => [`${k}_TOKEN`, v]));
        expect(childEnvironment(purpose, passed, odd)).toEqual({ NO_COLOR: "1" });
      }),
    );
  });

  test("gets what it needs to find its way", () => {
    const own = { HOME: "/home/me", LANG: "de_AT.UTF-8", LC_ALL: "C", TZ: "UTC", TMPDIR: "/t" };
    expect(childEnvironment(purpose, passed, own)).toMatchObject(own);
  });
});

test("only a package manager gets the registry and the proxy that the person has chosen", () => {
  const proxy = { https_proxy: "http://me:secret@proxy.example" };
  const registry = { npm_config_registry: "http://registry.example", npm_config_cache: "/cache" };
  const own = { ...proxy, ...registry };
  expect(childEnvironment("install", INSTALLER_VARIABLES, own)).toMatchObject(own);
  expect(childEnvironment("install", [], own)).toEqual({ ...proxy, NO_COLOR: "1" });
  expect(childEnvironment("check", [], own)).toEqual({ NO_COLOR: "1" });
  expect(childEnvironment("test", [], own)).toEqual({ NO_COLOR: "1" });
});

test("programs are sought in no folder of the project, and in none that npx puts on the PATH", () => {
  const root = resolve("/home/me/clone");
  const bins = ["/home/me/bin", "/usr/bin", "/home/me/clone-of-mine/bin"].map((p) => resolve(p));
  const own = [
    "",
    ".",
    "node_modules/.bin",
    "../bin",
    root,
    join(root, "bin"),
    join(root, "node_modules", ".bin"),
    resolve("/home/me/node_modules/.bin"),
  ];
  const path = own.flatMap((entry, index) => [entry, ...bins.slice(index, index + 1)]);
  expect(foreignPath(root, path.join(delimiter))).toEqual(bins);
});
