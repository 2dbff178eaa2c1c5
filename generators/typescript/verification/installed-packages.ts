import { realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { satisfies, validRange } from "semver";
import { SpireError } from "../../../schema/errors.ts";
import { readPackageJson, type PackageJson } from "./package-json.ts";

/** A package where Node finds it. */
export interface InstalledPackage {
  /** An absolute path, links resolved. */
  dir: string;
  json: PackageJson;
}

/**
 * Looks for a package as Node does: in the `node_modules` of the folder, then of each one above.
 *
 * @param top the last folder that is looked at; without it, the root of the file system
 */
export async function findPackage(
  from: string,
  name: string,
  top?: string,
): Promise<InstalledPackage | null> {
  for (let folder = from; ; folder = dirname(folder)) {
    const dir = join(folder, "node_modules", name);
    const json = await readPackageJson(dir);
    if (json !== null) return { dir: await realpath(dir), json };
    if (folder === top || folder === dirname(folder)) return null;
  }
}

/**
 * The packages of package.json that are not installed, or not in the version that it names. What
 * is no version or range (a folder, a git address) only has to be there.
 *
 * @param root where the packages are installed, see `installRoot`
 */
export async function missingPackages(dir: string, root: string): Promise<string[]> {
  const wanted = await readPackageJson(dir);
  const entries = Object.entries({ ...wanted?.dependencies, ...wanted?.devDependencies });
  const states = entries.map(async ([name, range]) => {
    const found = await findPackage(await realpath(dir), name, root);
    if (found === null) return name;
    const isRange = validRange(range) !== null;
    const isRight = satisfies(found.json.version ?? "", range, { includePrerelease: true });
    return isRange && !isRight ? name : null;
  });
  return (await Promise.all(states)).filter((name) => name !== null);
}

/** The project's packages, and all that they depend on, each once. */
export async function installedPackages(dir: string, root: string): Promise<InstalledPackage[]> {
  const found = new Map<string, InstalledPackage>();
  const visit = async (from: string, json: PackageJson | null, top?: string): Promise<void> => {
    const names = Object.keys({ ...json?.dependencies, ...(top && json?.devDependencies) });
    for (const name of names) {
      const each = await findPackage(from, name, top);
      if (each === null || found.has(each.dir)) continue;
      found.set(each.dir, each);
      await visit(each.dir, each.json);
    }
  };
  await visit(await realpath(dir), await readPackageJson(dir), root);
  return [...found.values()];
}

/**
 * The script of a program that one of the project's packages brings. `node_modules/.bin` is not
 * asked: anything may lie there.
 *
 * @throws {SpireError} E_ENVIRONMENT when the package is not there, or has no such program
 */
export async function packageProgram(
  dir: string,
  root: string,
  name: string,
  program: string,
): Promise<string> {
  const found = await findPackage(await realpath(dir), name, root);
  const bin = found?.json.bin;
  const script = typeof bin === "string" ? bin : bin?.[program];
  if (found && typeof script === "string") return join(found.dir, script);
  throw new SpireError(
    "E_ENVIRONMENT",
    `The program "${program}" was not found: the project has no package "${name}".`,
    `Add ${name} to the devDependencies of package.json again, and verify once more.`,
  );
}
