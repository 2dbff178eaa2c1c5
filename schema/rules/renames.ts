import type { ManifestPath, Report } from "../report.ts";
import type { Rule } from "./rule.ts";

interface Renamed {
  name: string;
  /** The former name may be the present one: something else about it has changed. */
  mayStay?: boolean;
  renamedFrom: string | null | undefined;
  path: ManifestPath;
}

/** SP350: former names that are in use, or claimed twice. */
export const renames: Rule = ({ index }, report) => {
  check(
    "app",
    index.apps.map(({ folders, label, manifest, path }) => ({
      name: folders.join("."),
      // An app that stays in its folder and got a label of its own, which its tables bear.
      mayStay: label !== folders.join("_"),
      renamedFrom: manifest.renamed_from,
      path,
    })),
    report,
  );
  for (const app of index.apps) {
    check(
      "model",
      app.models.map(({ name, manifest, path }) => ({
        name,
        renamedFrom: manifest.renamed_from,
        path,
      })),
      report,
    );
    const permissions = app.models.flatMap((model) =>
      [...model.permissions.values()].map(({ codename, renamedFrom }) => ({
        name: codename,
        renamedFrom,
        path: [...model.path, "permissions", codename],
      })),
    );
    check("permission", permissions, report);
    for (const model of app.models) {
      const fields = [...model.fields].map(([name, field]) => ({
        name,
        renamedFrom: field.renamed_from,
        path: [...model.path, "fields", name],
      }));
      check("field", fields, report);
    }
    check(
      "view",
      app.views.map(({ name, manifest, path }) => ({
        name,
        renamedFrom: manifest.renamed_from,
        path,
      })),
      report,
    );
    for (const view of app.views) {
      const handlers = Object.entries(view.manifest.handlers ?? {}).map(([name, handler]) => ({
        name,
        renamedFrom: handler.renamed_from,
        path: [...view.path, "handlers", name],
      }));
      check("handler", handlers, report);
    }
  }
};

/** The siblings of one place, among which names are unique. */
function check(what: string, siblings: readonly Renamed[], report: Report): void {
  const names = new Set(siblings.map(({ name }) => name));
  const claimed = new Set<string>();
  for (const { name, mayStay = false, renamedFrom, path } of siblings) {
    if (renamedFrom === null || renamedFrom === undefined) continue;
    if (mayStay && renamedFrom === name) continue;
    const why =
      renamedFrom === name
        ? "is its present name"
        : names.has(renamedFrom)
          ? `is the name of another ${what} that is still there`
          : claimed.has(renamedFrom)
            ? `is claimed by another ${what} already`
            : null;
    claimed.add(renamedFrom);
    if (why === null) continue;
    report("SP350", [...path, "renamed_from"], `The former name \`${renamedFrom}\` ${why}.`, {
      hint: "Remove `renamed_from:`, or name what this was called before.",
    });
  }
}
