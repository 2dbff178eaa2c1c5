import type { AppEntry, ManifestIndex, ModelEntry } from "../manifest-index.ts";
import type { Report } from "../report.ts";
import { listNames } from "../suggest.ts";
import { findModel } from "./lookup.ts";

/** An app's next step up: a model, a parent without models that cascades itself, or nothing. */
type Step = { model: ModelEntry } | { app: AppEntry } | null;

/**
 * The root model of every app that cascades; null for the apps that guard themselves. Reports
 * SP211 (nothing to cascade from) and SP212 (a circle), and takes null there.
 */
export function resolveCascades(
  index: ManifestIndex,
  report: Report,
): Map<AppEntry, ModelEntry | null> {
  const steps = new Map(index.apps.map((app) => [app, firstStep(index, app, report)]));
  const roots = new Map<AppEntry, ModelEntry | null>();
  for (const app of index.apps) rootOf(app, []);
  return roots;

  function rootOf(app: AppEntry, trail: AppEntry[]): ModelEntry | null {
    const known = roots.get(app);
    if (known !== undefined) return known;
    if (trail.includes(app)) {
      const circle = [...trail.slice(trail.indexOf(app)), app].map((entry) => entry.label);
      report(
        "SP212",
        [...app.path, "cascade"],
        `The cascades form a circle: ${circle.join(" → ")}.`,
        {
          hint: "Write `cascade: none` in the app that guards itself.",
        },
      );
      return null;
    }
    const step = steps.get(app) ?? null;
    const next = step === null ? null : "model" in step ? step.model.app : step.app;
    const above = next === null ? null : rootOf(next, [...trail, app]);
    const root = above ?? (step !== null && "model" in step ? step.model : null);
    roots.set(app, root);
    return root;
  }
}

function firstStep(index: ManifestIndex, app: AppEntry, report: Report): Step {
  const { cascade } = app.manifest;
  const path = [...app.path, "cascade"];
  if (cascade === "none" || (cascade === undefined && app.parent === null)) return null;
  if (cascade !== undefined && cascade !== "parent") {
    const model = findModel(index, app, cascade, path, report);
    return model && { model };
  }
  const hint = "Write `cascade: label.Model`, or `cascade: none` if the app guards itself.";
  if (app.parent === null) {
    report("SP211", path, "An app at the top has no parent to cascade from.", { hint });
    return null;
  }
  const [only, ...others] = app.parent.models;
  if (only === undefined) {
    const parentStep = app.parent.manifest.cascade;
    if (app.parent.parent !== null && parentStep !== "none") return { app: app.parent };
    report(
      "SP211",
      path,
      `\`${app.parent.label}\` has no model that \`${app.label}\` could cascade from.`,
      {
        hint,
        at: "key",
      },
    );
    return null;
  }
  if (others.length > 0) {
    const models = app.parent.models.map((model) => `${model.app.label}.${model.name}`);
    report(
      "SP211",
      path,
      `\`${app.parent.label}\` has several models that \`${app.label}\` could cascade from.`,
      {
        hint: `Write \`cascade:\` and one of ${listNames(models)}.`,
        at: "key",
      },
    );
    return null;
  }
  return { model: only };
}
