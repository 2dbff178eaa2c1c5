import type { PathSegment } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";

const CONVERTERS = ["int", "str", "slug", "uuid"] as const;

/**
 * The segments of a path in Django's notation; reports SP310 and returns null when it is malformed.
 */
export function parsePath(path: string, at: ManifestPath, report: Report): PathSegment[] | null {
  const malformed = (message: string, hint?: string) => {
    report("SP310", at, message, { hint });
    return null;
  };
  if (!path.startsWith("/") || !path.endsWith("/")) {
    return malformed(
      `The path ${JSON.stringify(path)} does not begin and end with \`/\`.`,
      `Write \`/${path.replaceAll(/^\/+|\/+$/g, "")}/\`.`,
    );
  }
  const segments: PathSegment[] = [];
  const names = new Set<string>();
  for (const part of path === "/" ? [] : path.slice(1, -1).split("/")) {
    const segment = parseSegment(part);
    if (segment === null) {
      return malformed(
        `The part ${JSON.stringify(part)} of the path is no plain word and no parameter.`,
        "Write letters, digits, `-`, `_`, `.` and `~`, or `<int:name>` (also str, slug, uuid).",
      );
    }
    if ("name" in segment && names.has(segment.name)) {
      return malformed(`The path has two parameters called \`${segment.name}\`.`);
    }
    if ("name" in segment) names.add(segment.name);
    segments.push(segment);
  }
  return segments;
}

function parseSegment(part: string): PathSegment | null {
  if (/^[A-Za-z0-9_~.-]+$/.test(part) && !/^\.+$/.test(part)) return { literal: part };
  const [, kind, name] = /^<([a-z]+):([a-z][a-z0-9]*(?:_[a-z0-9]+)*)>$/.exec(part) ?? [];
  const converter = CONVERTERS.find((known) => known === kind);
  return converter && name ? { converter, name } : null;
}
