import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Plugin } from "vite";
import { packageRoot } from "../../schema/package-root.ts";

const runtime = join(packageRoot, "templates/typescript/src");
const stub = join(packageRoot, "test/fixtures/runtime-stub/src");

/**
 * Lets the runtime of generated projects be tested where it stands: the modules that a generator
 * would write next to it come from `test/fixtures/runtime-stub`, as `rootDirs` says to tsc.
 */
export function runtimeStub(): Plugin {
  return {
    name: "runtime-stub",
    enforce: "pre",
    resolveId(source, importer) {
      if (source.startsWith("#")) return subpath(source.slice(1));
      if (!importer || !source.startsWith(".")) return null;
      const wanted = resolve(dirname(importer), source);
      if (existsSync(wanted)) return null;
      for (const [from, to] of [
        [runtime, stub],
        [stub, runtime],
      ] as const) {
        const other = join(to, relative(from, wanted));
        if (wanted.startsWith(from) && existsSync(other)) return other;
      }
      return null;
    },
  };
}

/** What `imports` of a project's package.json would find. */
function subpath(name: string): string | null {
  const places = [runtime, stub].flatMap((folder) =>
    [`${name}.ts`, `${name}.tsx`].map((file) => join(folder, file)),
  );
  return places.find((place) => existsSync(place)) ?? null;
}
