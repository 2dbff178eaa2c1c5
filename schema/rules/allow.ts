import { CODES, type Code } from "../codes.ts";
import type { AppEntry, ManifestIndex } from "../manifest-index.ts";
import { collect, type Finding, type ManifestPath } from "../report.ts";

/**
 * The findings that are not accepted by an `allow` of their view or app. Adds SP250 for a code that
 * cannot be accepted, and SP251 for an acceptance of nothing.
 */
export function acceptFindings(findings: readonly Finding[], index: ManifestIndex): Finding[] {
  const places = new Map(
    index.apps.flatMap((app) => [
      [key(app.path), app.manifest.allow ?? {}] as const,
      ...app.views.map((view) => [key(view.path), view.manifest.allow ?? {}] as const),
    ]),
  );
  const used = new Set<string>();
  const standing = findings.filter(({ code, path }) => {
    if (!CODES[code].acceptable) return true;
    const place = around(path).find((candidate) =>
      Object.hasOwn(places.get(key(candidate)) ?? {}, code),
    );
    if (place === undefined) return true;
    used.add(key([...place, code]));
    return false;
  });
  return [...standing, ...judgeAllows(index.apps, used)];
}

/** The view and the app that a path lies in, the view first. */
function around(path: ManifestPath): ManifestPath[] {
  let app = 0;
  while (path[app] === "apps" && path.length > app + 1) app += 2;
  const inApp = path.slice(0, app);
  return path[app] === "views" ? [path.slice(0, app + 2), inApp] : [inApp];
}

function judgeAllows(apps: readonly AppEntry[], used: ReadonlySet<string>): Finding[] {
  const findings: Finding[] = [];
  const report = collect(findings);
  for (const { path, manifest } of apps.flatMap((app) => [app, ...app.views])) {
    for (const code of Object.keys(manifest.allow ?? {})) {
      const at = [...path, "allow", code];
      if (!CODES[code as Code]?.acceptable) {
        const acceptable = Object.keys(CODES).filter((known) => CODES[known as Code].acceptable);
        report("SP250", at, `\`${code}\` cannot be accepted.`, {
          hint: `These can: ${acceptable.join(", ")}.`,
          at: "key",
        });
      } else if (!used.has(key([...path, code]))) {
        report("SP251", at, `There is no finding \`${code}\` here to accept.`, {
          hint: "Remove it.",
          at: "key",
        });
      }
    }
  }
  return findings;
}

function key(path: ManifestPath): string {
  return path.join("/");
}
