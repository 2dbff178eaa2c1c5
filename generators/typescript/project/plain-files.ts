import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../../../schema/package-root.ts";
import type { Tier } from "../../target.ts";
import type { RenderSpec } from "../code/render-spec.ts";

export const TEMPLATES_FOLDER = join(packageRoot, "templates", "typescript");

/** Files under `templates/typescript/` that are written as they stand, by the start of the path. */
const TIER_OF_PATH: readonly (readonly [prefix: string, tier: Tier])[] = [
  ["src/accounts/", "generated"],
  ["src/app.ts", "generated"],
  ["src/audit/", "generated"],
  ["src/commands/", "generated"],
  ["src/components/", "shared"],
  ["src/controls/", "shared"],
  ["src/database/", "generated"],
  ["src/dispatch/", "generated"],
  ["src/failures.ts", "generated"],
  ["src/forms/", "generated"],
  ["src/lists/", "generated"],
  ["src/migrate.ts", "generated"],
  ["src/node-version.ts", "generated"],
  ["src/pages/", "generated"],
  ["src/project-root.ts", "generated"],
  ["src/routes.ts", "yours"],
  ["src/rows/", "generated"],
  ["src/runtime/", "generated"],
  ["src/samples/", "generated"],
  ["src/server/", "generated"],
  ["tests/samples.ts", "yours"],
  ["tests/", "generated"],
  ["src/main.ts", "shared"],
  ["src/templates/", "shared"],
  ["public/", "shared"],
];

/**
 * The plain files of the target: the runtime, the tests, the base templates and the static files.
 * What no row of the table names (such as this repository's own tsconfig for them) is not written.
 */
export async function plainFileSpecs(): Promise<RenderSpec[]> {
  const entries = await readdir(TEMPLATES_FOLDER, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(TEMPLATES_FOLDER.length + 1))
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
  const specs = paths.map(async (path): Promise<RenderSpec | null> => {
    const tier = TIER_OF_PATH.find(([prefix]) => path.startsWith(prefix))?.[1];
    if (tier === undefined || path.endsWith(".hbs")) return null;
    return { path, tier, content: await readFile(join(TEMPLATES_FOLDER, path), "utf8") };
  });
  return (await Promise.all(specs)).filter((spec) => spec !== null);
}
