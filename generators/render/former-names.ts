/**
 * What things were called before the manifest's `renamed_from`. A manifest may say so for ever:
 * these are names to look for, and nothing need stand under them any more.
 */

interface Named {
  renamedFrom: string | null;
}

/** Whether the manifest says `renamed_from` anywhere; most say it nowhere, and need no search. */
export function hasRenames({ apps }: { apps: readonly RenamedApp[] }): boolean {
  const isRenamed = ({ renamedFrom }: Named) => renamedFrom !== null;
  return apps.some(
    (app) =>
      isRenamed(app) ||
      app.models.some(
        (model) =>
          isRenamed(model) || model.fields.some(isRenamed) || model.permissions.some(isRenamed),
      ) ||
      app.views.some((view) => isRenamed(view) || view.handlers.some(isRenamed)),
  );
}

interface RenamedApp extends Named {
  models: readonly (Named & { fields: readonly Named[]; permissions: readonly Named[] })[];
  views: readonly (Named & { handlers: readonly Named[] })[];
}

interface Renamed extends Named {
  path: readonly string[];
  label: string;
}

/**
 * The folders an app was in before it, or an app around it, was renamed; its present ones when
 * neither was.
 *
 * @param apps every app of the project
 */
export function formerPath(apps: readonly Renamed[], app: Renamed): string[] {
  if (app.renamedFrom !== null) return app.renamedFrom.split(".");
  const [folder, above] = [app.path.slice(-1), app.path.slice(0, -1)];
  const parent = apps.find(({ path }) => path.join("/") === above.join("/"));
  return parent === undefined ? [...app.path] : [...formerPath(apps, parent), ...folder];
}

/**
 * The labels an app's tables and permissions may still bear: that of its former path, then its
 * present one. Which of the two it is, the schema tells.
 */
export function formerLabels(apps: readonly Renamed[], app: Renamed): string[] {
  const isDefault = app.label === app.path.join("_");
  const former = isDefault || app.renamedFrom !== null ? formerPath(apps, app).join("_") : null;
  return [...new Set([former ?? app.label, app.label])];
}
