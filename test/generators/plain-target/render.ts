import { join, posix } from "node:path";
import { matrixFiles } from "../../../generators/matrix/files.ts";
import { formerPath } from "../../../generators/render/former-names.ts";
import { FreeText } from "../../../generators/render/free-text.ts";
import type { Control, Screen } from "../../../generators/screens/screen.ts";
import { openTemplates } from "../../../generators/render/templates.ts";
import type { RenderedFile, RenderInput } from "../../../generators/target.ts";
import type { Guard } from "../../../schema/project.ts";
import { changes } from "./changes.ts";
import { LAYOUT_FILE } from "./layout.ts";
import { formatted } from "./lines.ts";
import { reference } from "./relocate.ts";

const escapers = {
  /** Whatever the text holds, it stays behind its key. */
  oneLine: (text: unknown) => String(FreeText.unwrap(text)).replaceAll(/\s+/g, " "),
};

export async function render({
  project,
  screens,
  matrix,
  history,
}: RenderInput): Promise<RenderedFile[]> {
  const templates = openTemplates(join(import.meta.dirname, "templates"), escapers);
  const { apps } = project;
  const fileOf = (path: readonly string[], name: string) => posix.join(...path, `${name}.txt`);
  const formerNames = new Map(
    apps.flatMap((app) => {
      const label = formerPath(apps, app).join("_");
      const codenames = app.models.flatMap(({ permissions }) => permissions);
      return [
        ...app.views.map(({ id, name }): [string, string] => [`${label}.${name}`, id]),
        ...codenames.map(({ name, codename }): [string, string] => [`${label}.${codename}`, name]),
      ].filter(([former, present]) => former !== present);
    }),
  );
  const shared = (path: string, former: string, template: string, context: object) => {
    const content = formatted(templates.render(template, context));
    const file: RenderedFile = { path, content, tier: "shared", renamedWords: formerNames };
    return former === path ? file : { ...file, renamedFrom: [former] };
  };
  return [
    {
      path: "permissions.txt",
      tier: "generated",
      content: apps
        .flatMap(({ models }) => models.flatMap(({ permissions }) => permissions))
        .map(({ name }) => `${name}\n`)
        .join(""),
    },
    { path: LAYOUT_FILE, tier: "yours", content: "gap: 1\n" },
    ...matrixFiles(matrix).map((file) => ({ ...file, tier: "generated" as const })),
    ...apps.flatMap((app) => changes(apps, app, history)),
    ...apps.map((app) => {
      const { label, models } = app;
      const former = fileOf(formerPath(apps, app), "overview");
      return shared(fileOf(app.path, "overview"), former, "overview.txt.hbs", {
        label,
        permissions: models.flatMap((model) => model.permissions),
        fields: models.flatMap(({ name, fields }) => fields.map((each) => `${name}.${each.name}`)),
      });
    }),
    ...screens.apps.flatMap(({ app, views }) =>
      views.map((screen) => {
        const { view } = screen;
        const path = fileOf(app.path, view.name);
        const links = controlsOf(screen).flatMap(({ action, guard }) => {
          if (action.kind === "event") return [];
          const file = fileOf(action.app.path, action.view.name);
          return [{ file: reference(path, file), needs: needs(guard) }];
        });
        const former = fileOf(formerPath(apps, app), view.name);
        const context = { id: view.id, needs: needs(view.guard), links };
        return shared(path, former, "view.txt.hbs", context);
      }),
    ),
  ];
}

/** What stands on a page and in its rows. */
function controlsOf(screen: Screen): Control[] {
  if (screen.kind === "action") return [];
  return screen.kind === "list" ? [...screen.links, ...screen.table.controls] : screen.links;
}

/** As the matrix spells it. */
function needs(guard: Guard): string {
  const asked = guard.kind === "permission" ? guard.requirement : guard.kind;
  return typeof asked === "string" ? asked : JSON.stringify(asked);
}
