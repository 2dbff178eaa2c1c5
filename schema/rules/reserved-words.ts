import type { TargetName } from "../project.ts";
import type { ManifestPath, Report } from "../report.ts";
import { DJANGO_WORDS } from "../targets/django.ts";
import type { NameKind, ReservedWords } from "../targets/reserved-words.ts";
import { TYPESCRIPT_WORDS } from "../targets/typescript.ts";
import { parameterNames } from "../resolve/views.ts";
import type { Resolution } from "../resolve/resolve.ts";
import type { Rule } from "./rule.ts";

const WORDS: Readonly<Record<TargetName, ReservedWords>> = {
  typescript: TYPESCRIPT_WORDS,
  django: DJANGO_WORDS,
};

/** SP401, and SP403 for folders. */
export const reservedWords: Rule = (resolution, report) => {
  const { target } = resolution.project;
  for (const { kind, name, path, at } of names(resolution)) {
    const taken = WORDS[target][kind].find(({ words }) => words.has(name));
    if (!taken) continue;
    report(kind === "folder" ? "SP403" : "SP401", path, `\`${name}\` ${taken.reason}.`, {
      hint: "Choose another name.",
      at,
    });
  }
  reportRuntimeLabels(resolution, report);
};

/** Tables of the app `auth_x` could be those of the runtime: `auth_user` and `Group`. */
function reportRuntimeLabels({ index, project }: Resolution, report: Report): void {
  for (const app of index.apps) {
    if (project.target !== "typescript" || !app.label.startsWith("auth_")) continue;
    const at = app.manifest.label === undefined ? "key" : "value";
    report(
      "SP401",
      labelPath(app),
      `Labels that begin with \`auth_\` are kept for the runtime's own tables.`,
      {
        hint: "Give the app another `label:`.",
        at,
      },
    );
  }
}

interface Name {
  kind: NameKind;
  name: string;
  path: ManifestPath;
  at: "key" | "value";
}

function* names({ index, bases }: Resolution): Generator<Name> {
  for (const role of Object.keys(index.manifest.roles ?? {})) {
    yield { kind: "role", name: role, path: ["roles", role], at: "key" };
  }
  for (const app of index.apps) {
    const folder = app.folders.at(-1) as string;
    yield { kind: "folder", name: folder, path: app.path, at: "key" };
    const written = app.manifest.label !== undefined;
    yield { kind: "label", name: app.label, path: labelPath(app), at: written ? "value" : "key" };
    for (const model of app.models) {
      yield { kind: "model", name: model.name, path: model.path, at: "key" };
      for (const field of model.fields.keys()) {
        yield { kind: "field", name: field, path: [...model.path, "fields", field], at: "key" };
      }
    }
    for (const view of app.views) {
      yield { kind: "view", name: view.name, path: view.path, at: "key" };
      for (const name of parameterNames(bases.get(view)?.segments ?? [])) {
        yield { kind: "path parameter", name, path: [...view.path, "path"], at: "value" };
      }
      for (const [name, handler] of Object.entries(view.manifest.handlers ?? {})) {
        const path = [...view.path, "handlers", name];
        yield { kind: "handler", name, path, at: "key" };
        for (const param of Object.keys(handler.params ?? {})) {
          yield { kind: "event param", name: param, path: [...path, "params", param], at: "key" };
        }
      }
    }
  }
}

function labelPath(app: Resolution["index"]["apps"][number]): ManifestPath {
  return app.manifest.label === undefined ? app.path : [...app.path, "label"];
}
