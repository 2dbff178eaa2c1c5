import type { SafeProject } from "../../render/safe-project.ts";
import { OWN_CONFIG } from "../layout/project-layout.ts";
import { type Tier, TIERS } from "../../tiers.ts";
import { dependencies } from "./dependencies.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";

/**
 * The files around the code. Their templates are named without the leading dot, because npm leaves
 * some dot files out of a package and tools would obey the others inside this repository.
 */
export function projectFileSpecs(project: ProjectIndex): RenderSpec[] {
  const packages = dependencies();
  return [
    {
      path: "package.json",
      tier: "shared",

      content: JSON.stringify(packageJson(project.name, packages), null, 2),
      format: true,
    },
    declinable("README.md", "README.md.hbs", readmeContext(project)),
    shared("tsconfig.json", "tsconfig.json.hbs"),
    shared("tsconfig.build.json", "tsconfig.build.json.hbs"),
    shared("vitest.config.ts", "vitest.config.ts.hbs"),
    shared("drizzle.config.ts", "drizzle.config.ts.hbs"),
    shared(".gitignore", "gitignore.hbs"),
    shared(".gitattributes", "gitattributes.hbs"),
    shared(".npmrc", "npmrc.hbs"),
    declinable("Containerfile", "Containerfile.hbs", { name: project.name }),
    declinable(".dockerignore", "dockerignore.hbs"),
    // How files are laid out is the team's to say, from the first day on.
    { path: OWN_CONFIG, tier: "yours", template: "prettierrc.json.hbs", context: {} },
    shared(".oxlintrc.json", "oxlintrc.json.hbs"),
    shared("src/seed.ts", "src/seed.ts.hbs", seedContext(project)),
  ];
}

function shared(path: string, template: string, context: object = {}): RenderSpec {
  return { path, tier: "shared", template, context };
}

/** What not every team wants. */
function declinable(path: string, template: string, context: object = {}): RenderSpec {
  return { path, tier: "shared", canBeDeclined: true, template, context };
}

/** Which files are whose, as the README says it. */
const FILES_OF_TIER: readonly (readonly [tier: Tier, files: string])[] = [
  [
    "generated",
    "`src/runtime/`, `src/accounts/`, `src/audit/`, `src/commands/`, `src/database/`, " +
      "`src/dispatch/`, `src/forms/`, `src/lists/`, `src/pages/`, `src/rows/`, `src/samples/`, " +
      "`src/server/`, `tests/`, every `permissions.ts` and `urls.ts`, the lists under `src/`",
  ],
  [
    "shared",
    "views, templates, models, choices, forms, `src/components/`, `src/controls/`, `public/`, " +
      "`src/main.ts`, `src/seed.ts`, configuration; " +
      "`README.md`, `Containerfile` and `.dockerignore` until you delete them",
  ],
  [
    "yours",
    "`src/routes.ts`, `tests/samples.ts` and `.prettierrc.json`, which are made once, and every " +
      "other file",
  ],
];

/** Each is a file in `src/commands/`. */
const COMMANDS = [
  "migrate",
  "create-user",
  "set-password",
  "rename-user",
  "deactivate-user",
  "reactivate-user",
  "delete-user",
  "promote-user",
  "demote-user",
  "sessions",
  "remove-demo-users",
  "grant",
  "revoke",
  "audit",
];

/** Newer majors of these two ask for a newer Node than a generated project does. */
const OVERRIDES = { cookie: "^1.0.2", "content-disposition": "^1.0.0" };

function packageJson(name: string, packages: ReturnType<typeof dependencies>): object {
  return {
    name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    // What `#runtime/view` is, in the sources and, by the copy of this file there, in dist/.
    imports: { "#*": "./src/*.js" },
    scripts: {
      dev: "tsx watch src/main.ts",
      build: "tsc -p tsconfig.build.json",
      start: "node dist/src/main.js",
      test: "vitest run",
      "test:attack": "vitest run tests/attack --mode attack",
      typecheck: "tsc --noEmit",
      lint: "oxlint --deny-warnings",
      format: "prettier --write .",
      "format:check": "prettier --check .",
      ...Object.fromEntries(COMMANDS.map((name) => [name, `tsx src/commands/${name}.ts`])),
    },
    dependencies: packages.runTime,
    devDependencies: packages.development,
    overrides: OVERRIDES,
    // The same for Yarn, and for pnpm up to 10. Yarn 1 would give vitest a newer vite of its own.
    resolutions: { ...OVERRIDES, vite: packages.development["vite"] },
    // Its script only makes its command start faster; npm 11 asks for a decision.
    allowScripts: { esbuild: false },
  };
}

/** The demo user of every role bears its name; the superuser gets one that no role has. */
function superuser(project: SafeProject): string {
  return project.roles.some((role) => role.name === "admin") ? "superuser" : "admin";
}

function seedContext(project: SafeProject): object {
  return { superuser: superuser(project) };
}

function readmeContext(project: SafeProject): object {
  const apps = project.apps.map((app) => ({
    label: app.label,
    folder: `src/apps/${app.path.join("/")}/`,
    guardedBy: app.cascade === null ? app.label : app.cascade.label,
  }));
  const roles = project.roles.map((role) => ({ name: role.name }));
  const tiers = FILES_OF_TIER.map(([name, files]) => ({ name, files, onRegenerate: TIERS[name] }));
  const { timeZone } = project;
  return { name: project.name, timeZone, apps, roles, superuser: superuser(project), tiers };
}
