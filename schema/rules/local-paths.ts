import type { ManifestPath, Report } from "../report.ts";
import type { Rule } from "./rule.ts";

/** SP311: places that visitors are sent to, outside of the project's own site. */
export const localPaths: Rule = ({ index }, report) => {
  const { login_url: login } = index.manifest.project;
  if (login !== undefined) checkPath(login, ["project", "login_url"], report);
  for (const { manifest, path } of index.apps.flatMap((app) => app.views)) {
    const { member } = manifest;
    if (member) checkPath(member.otherwise, [...path, "member", "otherwise"], report);
  }
};

function checkPath(path: string, at: ManifestPath, report: Report): void {
  // A browser reads `//` and `/\` as the beginning of another host.
  if (/^\/(?![/\\])[A-Za-z0-9_~./-]*$/.test(path) && !/\/\.{1,2}(\/|$)|\/\//.test(path)) return;
  report("SP311", at, `${JSON.stringify(path)} is no path on this site.`, {
    hint: "Write a path such as `/teams/`, without parameters, host, query or `..`.",
  });
}
