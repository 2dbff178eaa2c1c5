import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SpireError } from "../../../schema/errors.ts";
import { readPackageJson } from "./package-json.ts";

export type ManagerName = "npm" | "pnpm" | "yarn 1" | "yarn";

export interface PackageManager {
  name: ManagerName;
  command: string;
  /** Installs everything, development packages too. */
  install: readonly string[];
  /** Added to `install` unless packages may run scripts of their own. */
  withoutScripts: readonly string[];
  /** Keeps the program from handing over to another one that the project names. */
  env?: Record<string, string>;
}

/** `yarn` is Yarn 2 and newer; `yarn 1` is another program of the same name. */
const MANAGERS: Record<ManagerName, Omit<PackageManager, "name">> = {
  npm: {
    command: "npm",
    // The project's .npmrc may call any program its git.
    install: [
      "install",
      "--git=git",
      "--no-audit",
      "--no-fund",
      "--include=dev",
      "--loglevel=error",
    ],
    withoutScripts: ["--ignore-scripts"],
  },
  pnpm: {
    command: "pnpm",
    install: ["install", "--prod=false"],
    withoutScripts: ["--ignore-scripts", "--ignore-pnpmfile"],
    env: { npm_config_manage_package_manager_versions: "false" },
  },
  "yarn 1": {
    command: "yarn",
    // In a workspace it does not read the overrides that keep packages for a newer Node out.
    install: ["install", "--production=false", "--non-interactive", "--ignore-engines"],
    withoutScripts: ["--ignore-scripts"],
    env: { YARN_IGNORE_PATH: "1" },
  },
  yarn: {
    command: "yarn",
    install: ["install"],
    withoutScripts: ["--mode=skip-build"],
    env: { YARN_IGNORE_PATH: "1" },
  },
};

const LOCK_FILES: Record<string, "npm" | "pnpm" | "yarn" | "bun"> = {
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "bun.lock": "bun",
  "bun.lockb": "bun",
};

/**
 * The package manager of a project: the one that `packageManager` in package.json names, or else
 * the one that wrote the lock file, or else npm.
 *
 * @param root where the packages are installed, see `installRoot`
 * @param scripts whether code of the project and its packages may run while they are installed
 * @throws {SpireError} E_ENVIRONMENT when it is none that spire can install with, or cannot be told
 */
export async function packageManager(root: string, scripts: boolean): Promise<PackageManager> {
  const { name, version } = (await namedManager(root)) ?? lockedManager(root);
  const isYarn1 = name === "yarn" && (await isFirstYarn(root, version));
  const known = isYarn1 ? "yarn 1" : name;
  if (!isKnown(known)) {
    throw new SpireError(
      "E_ENVIRONMENT",
      `The project's packages are not installed, and spire cannot install with ${name}.`,
      `Install them with ${name}, then verify again; or use npm, pnpm or yarn.`,
    );
  }
  if (known === "yarn") await refuseSettings(root, scripts);
  return { name: known, ...MANAGERS[known] };
}

function isKnown(name: string): name is ManagerName {
  return Object.hasOwn(MANAGERS, name);
}

interface Named {
  name: string;
  version?: string;
}

async function namedManager(root: string): Promise<Named | null> {
  const named = (await readPackageJson(root))?.packageManager;
  if (typeof named !== "string") return null;
  const [, name, version] = /^([a-z]+)@(\d[\w.-]*)/.exec(named) ?? [];
  if (name !== undefined && version !== undefined) return { name, version };
  throw new SpireError(
    "E_ENVIRONMENT",
    `"packageManager" in package.json is not a name and a version: ${JSON.stringify(named)}.`,
    'Write it like "npm@11.0.0", or remove it.',
  );
}

function lockedManager(root: string): Named {
  const files = Object.keys(LOCK_FILES).filter((file) => existsSync(join(root, file)));
  const names = new Set(files.map((file) => LOCK_FILES[file]));
  const [name = "npm"] = names;
  if (names.size <= 1) return { name };
  throw new SpireError(
    "E_ENVIRONMENT",
    `The project has lock files of several package managers: ${files.join(", ")}.`,
    'Remove those that are not used, or name one in package.json: "packageManager".',
  );
}

async function isFirstYarn(root: string, version: string | undefined): Promise<boolean> {
  if (version !== undefined) return version.startsWith("1.");
  return !(await readOrEmpty(join(root, "yarn.lock"))).includes("__metadata:");
}

/** What a project can write into .yarnrc.yml, for Yarn 2 and newer, that cannot be verified. */
async function refuseSettings(root: string, scripts: boolean): Promise<void> {
  const settings = await readOrEmpty(join(root, ".yarnrc.yml"));
  // Yarn's own default: packages stay in archives, and there is no node_modules.
  if (!/^nodeLinker:\s*["']?(node-modules|pnpm)\b/m.test(settings)) {
    throw new SpireError(
      "E_ENVIRONMENT",
      "The project is installed with Yarn's Plug'n'Play, which its compiler cannot read.",
      'Write "nodeLinker: node-modules" into .yarnrc.yml, and verify again.',
    );
  }
  if (!scripts && /^["']?plugins\b/m.test(settings)) {
    throw new SpireError(
      "E_ENVIRONMENT",
      "The project's .yarnrc.yml has plugins, which are code that runs while packages are installed.",
      "Look at them, and verify again with --install-scripts.",
    );
  }
}

async function readOrEmpty(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return "";
  }
}
