import { standardCodename } from "../../../schema/manifest-index.ts";
import type { ModelRef, StandardAction } from "../../../schema/project.ts";
import type { SafeView } from "../../render/safe-project.ts";
import { Imports } from "../code/imports.ts";
import { camelCase, columnName, importSpecifier, tableName, viewClass } from "../code/names.ts";
import { urlCode } from "../code/urls.ts";
import { FIELD_TYPES } from "../field-types/field-types.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { permissionConstant, requirementCode } from "../guards/requirements.ts";
import { labelFieldOf } from "../../screens/label-fields.ts";
import { sameModel } from "../../screens/loaded-rows.ts";
import type { MenuEntry, Screens } from "../../screens/screen.ts";
import { modelNoun, modelPlural } from "../../screens/titles.ts";
import { modelsFile, viewFile } from "../code/files.ts";

/** The modules that list what the whole project has; the runtime reads them. */
export function registrySpecs(index: ProjectIndex, { menu }: Screens): RenderSpec[] {
  return [
    spec("src/project.ts", {
      name: index.name,
      loginUrl: index.loginUrl,
      timeZone: index.timeZone,
    }),
    spec("src/models.ts", models(index)),
    spec("src/formats.ts", formats(index)),
    spec("src/related-names.ts", relatedNames(index)),
    spec("src/rights.ts", rights(index)),
    spec("src/views.ts", views(index)),
    spec("src/roles.ts", roles(index)),
    spec("src/navigation.ts", navigation(index, menu)),
  ];
}

function spec(path: string, context: object): RenderSpec {
  return { path, tier: "generated", template: `${path}.hbs`, context };
}

function models(index: ProjectIndex): object {
  const apps = index.apps
    .filter((app) => app.models.length > 0)
    .map((app) => ({
      label: app.label,
      file: importSpecifier("src/models.ts", modelsFile(app)),
    }));
  return { apps };
}

/** What columns do not show: which of their texts are addresses or slugs. */
function formats(index: ProjectIndex): object {
  const tables = index.apps.flatMap((app) =>
    app.models.map((model) => ({
      name: tableName({ label: app.label, model: model.name }),
      columns: model.fields
        .filter(({ type }) => FIELD_TYPES[type].format)
        .map((field) => `${columnName(field)}: "${field.type}"`)
        .join(", "),
    })),
  );
  return { tables: tables.filter(({ columns }) => columns !== "") };
}

/** By table, the rows that refer to it under a name. */
function relatedNames(index: ProjectIndex): object {
  const imports = new Imports("src/related-names.ts");
  imports.types("drizzle-orm/pg-core", "PgTable");
  const models = index.apps.flatMap(({ label, models: own }) =>
    own.map((model) => ({ model, ref: { label, model: model.name } })),
  );
  const relatedTo = (to: ModelRef) =>
    models.flatMap(({ model, ref }) =>
      model.fields
        .filter(({ relatedName, to: other }) => relatedName !== null && sameModel(other, to))
        .map((field) => ({
          name: field.relatedName,
          table: tableCode(index, ref, imports),
          column: columnName(field),
        })),
    );
  const tables = models.map(({ ref }) => ({ name: tableName(ref), related: relatedTo(ref) }));
  return {
    tables: tables.filter(({ related }) => related.length > 0),
    imports: imports.toString(),
  };
}

function tableCode(index: ProjectIndex, { label, model }: ModelRef, imports: Imports): string {
  const namespace = `${camelCase(label)}Models`;
  imports.namespace(modelsFile(index.app(label)), `* as ${namespace}`);
  return `${namespace}.${model}`;
}

/** What each table's rows are called, and which permissions stand for viewing and deleting them. */
function rights(index: ProjectIndex): object {
  const imports = new Imports("src/rights.ts");
  imports.types("src/permissions.ts", "Permission");
  const tables = index.apps.flatMap(({ label, cascade, models: own }) =>
    own.map((model) => {
      const ref = { label, model: model.name };
      const asked = cascade ?? ref;
      const permission = (action: StandardAction) =>
        permissionConstant(
          index,
          `${asked.label}.${standardCodename(action, asked.model)}`,
          imports,
        );
      return {
        name: tableName(ref),
        one: modelNoun(model),
        many: modelPlural(model),
        display: labelFieldOf(model)?.name ?? null,
        view: permission("view"),
        remove: permission("delete"),
      };
    }),
  );
  return { imports: imports.toString(), tables };
}

function views(index: ProjectIndex): object {
  const imports = new Imports("src/views.ts");
  imports.types("src/runtime/registry.ts", "ViewClass");
  const classes = index.apps.flatMap((app) =>
    app.views.map((view) => {
      const name = viewClass(app.label, view.name);
      imports.named(viewFile(app, view), name);
      return name;
    }),
  );
  return { imports: imports.toString(), classes };
}

function roles(index: ProjectIndex): object {
  const imports = new Imports("src/roles.ts");
  imports.types("src/permissions.ts", "Permission");
  const entries = index.roles.map((role) => ({
    name: role.name,
    permissions: role.permissions
      .map((permission) => permissionConstant(index, permission, imports))
      .join(", "),
  }));
  return { imports: imports.toString(), roles: entries };
}

function navigation(index: ProjectIndex, menu: readonly MenuEntry[]): object {
  const imports = new Imports("src/navigation.ts");
  imports.types("src/runtime/guards.ts", "NavigationItem");
  const items = menu.map(({ app, view, label, group }) => {
    return {
      label,
      group: group ?? "",
      href: urlCode(imports, { app, view }, ""),
      guard: guardCode(index, view, imports),
    };
  });
  return { imports: imports.toString(), items };
}

function guardCode(index: ProjectIndex, view: SafeView, imports: Imports): string {
  if (view.guard.kind !== "permission") return `{ kind: "${view.guard.kind}" }`;
  const requirement = requirementCode(index, view.guard.requirement, imports);
  return `{ kind: "permission", requirement: ${requirement} }`;
}
