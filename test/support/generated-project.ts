import { cpSync } from "node:fs";
import { join } from "node:path";
import { generate, type GenerateOptions } from "../../generators/generate.ts";
import { packageRoot } from "../../schema/package-root.ts";
import { linkOwnPackages } from "./link-own-packages.ts";
import { testdir } from "./testdir.ts";

/** Folders with a manifest that the tests generate from. */
export const manifests = {
  warehouse: "examples/warehouse",
  team: "examples/team",
  everything: "test/fixtures/everything",
  narrow: "test/fixtures/narrow",
  names: "test/fixtures/names",
  tenants: "test/fixtures/tenants",
} as const;

/**
 * Generates one of the manifests into a temporary folder, with this repository's own packages
 * linked in place of an install.
 */
export async function generatedProject(name: keyof typeof manifests): Promise<string> {
  const dir = testdir({});
  const isManifest = (path: string) => !/\.\w+$/.test(path) || path.endsWith(".yaml");
  cpSync(join(packageRoot, manifests[name]), dir, { recursive: true, filter: isManifest });
  await regenerate(dir);
  linkOwnPackages(dir);
  return dir;
}

/** @throws Error with what was wrong when nothing could be generated */
export async function regenerate(dir: string, options: GenerateOptions = {}) {
  const { plan, diagnostics } = await generate(dir, options);
  const errors = diagnostics.filter((each) => each.severity === "error");
  const problems = [...errors, ...(plan?.refusals ?? [])].map((each) => each.message);
  if (plan === null || problems.length > 0) throw new Error(problems.join("\n"));
  return plan;
}
