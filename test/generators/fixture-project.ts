import type { App, Field, FieldType, Model, Project, View } from "../../schema/project.ts";

/** Small Projects for the generator's tests, made without the manifest language. */

export function field(name: string, type: FieldType, options: Partial<Field> = {}): Field {
  const lengths: Partial<Record<FieldType, number>> = {
    string: 255,
    email: 254,
    url: 200,
    slug: 50,
    choice: 20,
  };
  return {
    name,
    type,
    null: false,
    default: undefined,
    unique: false,
    index: false,
    maxLength: lengths[type] ?? null,
    maxDigits: type === "decimal" ? 12 : null,
    decimalPlaces: type === "decimal" ? 2 : null,
    choices: type === "choice" ? ["draft", "closed"] : [],
    to: null,
    onDelete: type === "reference" || type === "user" ? "cascade" : null,
    relatedName: null,
    verboseName: null,
    helpText: null,
    renamedFrom: null,
    ...options,
  };
}

export function model(label: string, name: string, fields: Field[]): Model {
  const lower = name.toLowerCase();
  return {
    name,
    verboseName: null,
    fields,
    permissions: (["add", "change", "delete", "view"] as const).map((action) => ({
      name: `${label}.${action}_${lower}`,
      codename: `${action}_${lower}`,
      action,
      description: `Can ${action} ${lower}`,
      renamedFrom: null,
    })),
    uniqueTogether: [],
    renamedFrom: null,
  };
}

export function app(label: string, models: Model[], views: View[] = []): App {
  return {
    path: [label],
    label,
    cascade: null,
    models,
    views,
    allow: {},
    renamedFrom: null,
  };
}

export function project(apps: App[]): Project {
  return { name: "fixture", target: "typescript", loginUrl: "/login/", apps, roles: [] };
}
