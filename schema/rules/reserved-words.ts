import { labelPlace } from "../manifest-index.ts";
import type { ManifestPath, Report } from "../report.ts";
import type { NameKind } from "../targets/target-rules.ts";
import { TARGET_RULES } from "../targets/targets.ts";
import { parameterNames } from "../resolve/views.ts";
import type { Resolution } from "../resolve/resolve.ts";
import type { Rule } from "./rule.ts";

/** SP401, and SP403 for folders. */
export const reservedWords: Rule = (resolution, report) => {
  const { words } = TARGET_RULES[resolution.project.target];
  for (const { kind, name, path, at } of names(resolution)) {
    const taken = words[kind].find((group) => group.words.has(name));
    if (!taken) continue;
    report(kind === "folder" ? "SP403" : "SP401", path, `\`${name}\` ${taken.reason}.`, {
      hint: "Choose another name.",
      at,
    });
  }
  reportKeptLabels(resolution, report);
};

function reportKeptLabels({ index, project }: Resolution, report: Report): void {
  const { keptLabels } = TARGET_RULES[project.target];
  for (const app of index.apps) {
    const kept = keptLabels.find(({ prefix }) => app.label.startsWith(prefix));
    if (kept === undefined) continue;
    const { path, at } = labelPlace(app);
    report("SP401", path, kept.reason, { hint: "Give the app another `label:`.", at });
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
    yield { kind: "label", name: app.label, ...labelPlace(app) };
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
