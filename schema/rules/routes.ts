import type { PathSegment } from "../project.ts";
import type { Report } from "../report.ts";
import { parsePath } from "../resolve/paths.ts";
import type { ViewBase } from "../resolve/views.ts";
import { TARGET_RULES } from "../targets/targets.ts";
import type { Rule } from "./rule.ts";

type Converter = Extract<PathSegment, { name: string }>["converter"];

/** Which literals a converter takes for its own. */
const TAKES: Readonly<Record<Converter, RegExp>> = {
  int: /^\d+$/,
  str: /^.+$/,
  slug: /^[-a-zA-Z0-9_]+$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
};

/** SP312 and SP313: paths of two views, or of a view and the runtime, that answer one address. */
export const routes: Rule = ({ bases, project }, report) => {
  const { paths, folders } = TARGET_RULES[project.target].served;
  const served = [...paths, project.loginUrl].map(
    (path) => [path, parsePath(path, [], () => {})] as const,
  );
  const buckets = new Map<string, ViewBase[]>();
  for (const base of bases.values()) {
    if (base.segments === null) continue;
    reportServedPaths(base, base.segments, { served, folders }, report);
    reportViewPaths(base, base.segments, buckets, report);
  }
};

function reportServedPaths(
  { view, path }: ViewBase,
  segments: readonly PathSegment[],
  target: {
    served: readonly (readonly [string, PathSegment[] | null])[];
    folders: readonly string[];
  },
  report: Report,
): void {
  const [first] = segments;
  const folder = target.folders.find(
    (literal) => first !== undefined && overlaps(first, { literal }),
  );
  const taken =
    folder !== undefined
      ? `/${folder}/`
      : target.served.find(
          ([, other]) => other !== null && relation(segments, other) !== "apart",
        )?.[0];
  if (taken === undefined) return;
  const at = view.manifest.path === undefined ? "key" : "value";
  report(
    "SP313",
    view.manifest.path === undefined ? view.path : [...view.path, "path"],
    `The path \`${path}\` also answers for \`${taken}\`, which belongs to the generated project itself.`,
    {
      hint: "Begin the path with the app's name.",
      at,
    },
  );
}

/** Compares with the views seen before that could be reached by the same addresses. */
function reportViewPaths(
  base: ViewBase,
  segments: readonly PathSegment[],
  buckets: Map<string, ViewBase[]>,
  report: Report,
): void {
  const [first] = segments;
  const length = segments.length;
  const own =
    first && "literal" in first ? `${length}/${first.literal.toLowerCase()}` : `${length}`;
  // A path that begins with a parameter meets every path of its length.
  const rivals =
    own === `${length}`
      ? [...buckets].filter(([key]) => key.split("/")[0] === own).flatMap(([, views]) => views)
      : [...(buckets.get(own) ?? []), ...(buckets.get(`${length}`) ?? [])];
  for (const rival of rivals) {
    const kinship = relation(segments, rival.segments ?? []);
    if (kinship === "apart" || kinship === "ordered") continue;
    const written = base.view.manifest.path !== undefined;
    report(
      "SP312",
      written ? [...base.view.path, "path"] : base.view.path,
      `\`${base.view.id}\` (\`${base.path}\`) and \`${rival.view.id}\` (\`${rival.path}\`) answer the same address.`,
      {
        hint: "Give one of them another `path:`.",
        at: written ? "value" : "key",
      },
    );
    break;
  }
  buckets.set(own, [...(buckets.get(own) ?? []), base]);
}

/**
 * `apart`: no address matches both. `ordered`: one is more specific and wins where both match.
 * `same`: both match and neither is more specific.
 */
function relation(
  a: readonly PathSegment[],
  b: readonly PathSegment[],
): "apart" | "ordered" | "same" {
  if (a.length !== b.length) return "apart";
  let moreSpecific = 0;
  let lessSpecific = 0;
  for (const [index, segment] of a.entries()) {
    const other = b[index] as PathSegment;
    if (!overlaps(segment, other)) return "apart";
    if ("literal" in segment && !("literal" in other)) moreSpecific += 1;
    if (!("literal" in segment) && "literal" in other) lessSpecific += 1;
  }
  return (moreSpecific === 0) === (lessSpecific === 0) ? "same" : "ordered";
}

/** A router tells literals apart, but not the types of two parameters. */
function overlaps(a: PathSegment, b: PathSegment): boolean {
  if ("literal" in a && "literal" in b) return a.literal.toLowerCase() === b.literal.toLowerCase();
  if ("literal" in a) return "literal" in b || TAKES[b.converter].test(a.literal);
  return "literal" in b ? TAKES[a.converter].test(b.literal) : true;
}
