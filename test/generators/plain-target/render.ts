import { join, posix } from "node:path";
import { matrixFiles } from "../../../generators/matrix/files.ts";
import { formerPath } from "../../../generators/render/former-names.ts";
import { FreeText } from "../../../generators/render/free-text.ts";
import { wrapFreeText } from "../../../generators/render/safe-project.ts";
import { indexProject } from "../../../generators/render/project-index.ts";
import { openTemplates } from "../../../generators/render/templates.ts";
import type { RenderedFile, RenderInput } from "../../../generators/target.ts";
import type { View } from "../../../schema/project.ts";
import { changes } from "./changes.ts";
import { LAYOUT_FILE } from "./layout.ts";
import { formatted } from "./lines.ts";
import { reference } from "./relocate.ts";

const escapers = {
  /** Whatever the text holds, it stays behind its key. */
  oneLine: (text: unknown) => String(FreeText.unwrap(text)).replaceAll(/\s+/g, " "),
};

export async function render({ project, matrix, history }: RenderInput): Promise<RenderedFile[]> {
  const templates = openTemplates(join(import.meta.dirname, "templates"), escapers);
  const index = indexProject(wrapFreeText(project));
  const { apps } = index.project;
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
    return former === path ? file : { ...file, renamedFrom: former };
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
    ...project.apps.flatMap((app) => changes(project, app, history)),
    ...apps.map((app) => {
      const { label, models } = app;
      const former = fileOf(formerPath(apps, app), "overview");
      return shared(fileOf(app.path, "overview"), former, "overview.txt.hbs", {
        label,
        permissions: models.flatMap((model) => model.permissions),
        fields: models.flatMap(({ name, fields }) => fields.map((each) => `${name}.${each.name}`)),
      });
    }),
    ...apps.flatMap((app) =>
      app.views.map((view) => {
        const path = fileOf(app.path, view.name);
        const links = view.links.map(({ to }) => {
          const file = fileOf(index.appOfView(to).path, index.view(to).name);
          return { file: reference(path, file), needs: needs(index.view(to)) };
        });
        const former = fileOf(formerPath(apps, app), view.name);
        return shared(path, former, "view.txt.hbs", { id: view.id, needs: needs(view), links });
      }),
    ),
  ];
}

/** As the matrix spells it. */
function needs({ guard }: Pick<View, "guard">): string {
  const asked = guard.kind === "permission" ? guard.requirement : guard.kind;
  return typeof asked === "string" ? asked : JSON.stringify(asked);
}
