import type { Tier } from "../../target.ts";
import type { RenderSpec } from "../code/render-spec.ts";

/** Below this, whose folders the manifest names, a generated file is known by its own name. */
const APPS = "src/apps/";

/**
 * `.prettierignore`, with a pattern for every file that is overwritten at each run: how those are
 * laid out is spire's business. Where a folder holds nothing else, the pattern is the folder's.
 */
export function prettierIgnoreSpec(
  others: readonly Pick<RenderSpec, "path" | "tier">[],
): RenderSpec {
  const isTheTeams = new Set(
    others.filter(({ tier }) => tier !== "generated").flatMap(({ path }) => [path, placeOf(path)]),
  );
  const generated = others.filter(({ tier }) => tier === "generated").map(({ path }) => path);
  const places = generated.map((path) => {
    const place = placeOf(path);
    return isTheTeams.has(place) ? `/${path}` : `/${place}`;
  });
  return {
    path: ".prettierignore",
    tier: "shared" satisfies Tier,
    template: "prettierignore.hbs",
    context: { places: [...new Set(places)].toSorted() },
  };
}

/** The folder or file below `src/` or `tests/` that a path belongs to. */
function placeOf(path: string): string {
  const parts = path.split("/");
  if (path.startsWith(APPS)) return `${APPS}**/${parts.at(-1)}`;
  return parts.length > 2 ? `${parts.slice(0, 2).join("/")}/` : path;
}
