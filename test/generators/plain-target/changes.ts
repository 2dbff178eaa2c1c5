import { posix } from "node:path";
import { formerPath } from "../../../generators/render/former-names.ts";
import type { RenderedFile } from "../../../generators/target.ts";
import type { SafeApp } from "../../../generators/render/safe-project.ts";
import type { Project } from "../../../schema/project.ts";
import { readLines } from "./lines.ts";

/** Each app has a history of its own: which fields came and went, a file for each change. */
function folderOf(path: readonly string[]): string {
  return posix.join(...path, "changes");
}

export function historyFolders({ apps }: Project): string[] {
  const folders = apps.flatMap((app) => [folderOf(app.path), folderOf(formerPath(apps, app))]);
  return [...new Set(folders)];
}

/** What the app's history lacks; after a rename of the app also what it has, on its way. */
export function changes(
  apps: readonly SafeApp[],
  app: SafeApp,
  history: ReadonlyMap<string, string>,
): RenderedFile[] {
  const folder = folderOf(app.path);
  const former = folderOf(formerPath(apps, app));
  const stepsIn = (place: string) =>
    [...history].filter(([path]) => posix.dirname(path) === place).toSorted();
  const own = stepsIn(folder);
  const coming = own.length > 0 ? [] : stepsIn(former);
  const moved = coming.map(([path, content]): RenderedFile => {
    const to = posix.join(folder, posix.basename(path));
    return { path: to, tier: "history", content, renamedFrom: [path] };
  });
  const steps = [...own, ...coming];
  const before = fieldsAfter(steps.map(([, text]) => text));
  const now = app.models.flatMap(({ name, fields }) =>
    fields.map((each) => `${name}.${each.name}`),
  );
  const lines = [
    ...now.filter((field) => !before.has(field)).map((field) => `add: ${field}\n`),
    ...[...before].filter((field) => !now.includes(field)).map((field) => `drop: ${field}\n`),
  ];
  if (lines.length === 0) return moved;
  const path = posix.join(folder, `${String(steps.length + 1).padStart(4, "0")}.txt`);
  return [...moved, { path, tier: "history", content: lines.join("") }];
}

function fieldsAfter(texts: readonly string[]): Set<string> {
  const fields = new Set<string>();
  for (const { key, rest } of texts.flatMap(readLines)) {
    if (key === "add") fields.add(rest);
    else fields.delete(rest);
  }
  return fields;
}
