import { dirname } from "node:path";
import { SpireError } from "../../../schema/errors.ts";
import type { Installation, ProcessResult, StepResult } from "../../verifier.ts";
import { installedPackages, missingPackages } from "./installed-packages.ts";
import { INSTALLER_VARIABLES } from "./installer-variables.ts";
import { withoutNativePart } from "./native-parts.ts";
import { brokenOverrides } from "./overrides.ts";
import { packageManager, type PackageManager } from "./package-manager.ts";
import type { Tools } from "./tools.ts";

/** The error codes of a registry that cannot be reached or does not have a package. */
const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ETARGET|E404|E403|E401|ERR_SOCKET_TIMEOUT|ERR_PNPM_FETCH_\d+|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_NO_MATCHING_VERSION|CERT_\w+|UNABLE_TO_\w+)\b/;

/**
 * Installs the project's packages, unless what is installed satisfies package.json already.
 *
 * @param scripts code of the packages and the project may run while they are installed
 * @throws {SpireError} E_ENVIRONMENT when the package manager is missing or unknown or cannot reach its
 *   registry, or when a package has no compiled part for this machine
 */
export async function install(
  tools: Tools,
  { scripts = false }: { scripts?: boolean } = {},
): Promise<Installation> {
  const { dir, root } = tools;
  const result = await installMissing(tools, scripts);
  if (!result.ok) return result;
  return { ...result, remarks: await brokenOverrides(dir, await installedPackages(dir, root)) };
}

async function installMissing(tools: Tools, scripts: boolean): Promise<StepResult> {
  const { dir, root } = tools;
  const missing = await missingPackages(dir, root);
  const incomplete = missing.length > 0 ? [] : await incompletePackages(dir, root);
  if (missing.length + incomplete.length === 0) return { ok: true, note: "already installed" };

  const manager = await packageManager(root, scripts);
  const { ok, output } = await runManager(tools, manager, [
    ...manager.install,
    ...(scripts ? [] : manager.withoutScripts),
  ]);
  const { command } = manager;
  if (!ok) {
    const reason = UNREACHABLE.exec(output)?.[1];
    if (reason === undefined) return { ok: false, note: `${command} install failed`, output };
    throw new SpireError(
      "E_ENVIRONMENT",
      `The project's packages are not installed, and ${command} could not fetch them (${reason}).`,
      `Connect to the registry and run ${command} install in the project, then verify again. ` +
        "Tokens in the environment are not passed on; those in your own .npmrc are read.",
    );
  }
  const still = await missingPackages(dir, root);
  if (still.length > 0) {
    throw new SpireError(
      "E_ENVIRONMENT",
      `${command} installed the project's packages, but these are not in node_modules: ${still.join(", ")}.`,
      `Look at what ${command} install says in the project.`,
    );
  }
  refuseIncomplete(await incompletePackages(dir, root), command);
  return { ok: true, note: `${counted(missing.length + incomplete.length)} missing` };
}

async function incompletePackages(dir: string, root: string): Promise<string[]> {
  return withoutNativePart(await installedPackages(dir, root));
}

function refuseIncomplete(names: readonly string[], command: string): void {
  if (names.length === 0) return;
  throw new SpireError(
    "E_ENVIRONMENT",
    `These packages have no compiled part for this machine: ${names.join(", ")}.`,
    "It is left out when node_modules or the lock file comes from another system: remove both, " +
      `and run ${command} install in the project.`,
  );
}

async function runManager(
  { dir, root, runProgram }: Tools,
  { name, command, env }: PackageManager,
  args: readonly string[],
): Promise<ProcessResult> {
  const run = (where: string, given: readonly string[]) =>
    runProgram({
      purpose: "install",
      command,
      args: given,
      dir: where,
      root,
      // npm comes with Node: the one beside the Node that runs spire goes first.
      path: [dirname(process.execPath)],
      passed: INSTALLER_VARIABLES,
      env: { ...env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0" },
    });
  if (name.startsWith("yarn")) {
    // Each of the two would write its own lock file over the other's.
    const { output } = await run(root, ["--version"]);
    if (output.startsWith("1.") !== (name === "yarn 1")) {
      throw new SpireError(
        "E_ENVIRONMENT",
        `The project uses ${name === "yarn" ? "Yarn 2 or newer" : "Yarn 1"}, and the "yarn" of the PATH is ${output}.`,
        "Install the packages with the right one (corepack enable), then verify again.",
      );
    }
  }
  return run(dir, args);
}

function counted(count: number): string {
  return count === 1 ? "1 package was" : `${count} packages were`;
}
