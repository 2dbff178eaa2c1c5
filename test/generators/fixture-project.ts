import { indexProject, type ProjectIndex } from "../../generators/render/project-index.ts";
import type {
  App,
  Field,
  FieldType,
  Handler,
  Link,
  Model,
  PathSegment,
  Project,
  View,
  ViewKind,
} from "../../schema/project.ts";
import { VIEW_KINDS } from "../../schema/view-kinds.ts";

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
    choiceLabels: [],
    to: null,
    onDelete: type === "reference" || type === "user" ? "cascade" : null,
    offer: null,
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
    display: null,
    permissions: (["add", "change", "delete", "view"] as const).map((action) => ({
      name: `${label}.${action}_${lower}`,
      codename: `${action}_${lower}`,
      action,
      description: `Can ${action} ${lower}`,
      renamedFrom: null,
    })),
    uniqueTogether: [],
    viewers: {
      anywhere: { kind: "permission", requirement: `${label}.view_${lower}` },
      inside: [],
    },
    renamedFrom: null,
  };
}

const protections = { rateLimit: null, audit: false, confirmPassword: false };

/**
 * A view behind the login alone, at its kind's default path.
 *
 * @param id `label.name`
 */
export function view(id: string, kind: ViewKind, options: Partial<View> = {}): View {
  const [label = "", name = ""] = id.split(".");
  const path = options.path ?? `/${label}/${VIEW_KINDS[kind].path(name)}`;
  return {
    name,
    id,
    kind,
    path,
    segments: segments(path),
    model: null,
    guard: { kind: "login" },
    object: null,
    member: null,
    rowKey: path.includes(":pk>") && VIEW_KINDS[kind].row !== "never" ? "pk" : null,
    scopeField: null,
    columns: null,
    search: [],
    filter: [],
    sort: [],
    fields: null,
    closedFields: [],
    links: [],
    params: [],
    effect: null,
    handlers: [],
    protections,
    allow: {},
    renamedFrom: null,
    ...options,
  };
}

function segments(path: string): PathSegment[] {
  return path.split(/(<int:\w+>)/).map((part) => {
    const name = /^<int:(\w+)>$/.exec(part)?.[1];
    return name === undefined ? { literal: part } : { converter: "int", name };
  });
}

export function link(to: string, per: Link["per"] = { kind: "page" }): Link {
  return { to, otherwise: null, per };
}

export function handler(name: string, options: Partial<Handler> = {}): Handler {
  return {
    name,
    guard: { kind: "login" },
    params: [],
    effect: null,
    protections,
    renamedFrom: null,
    ...options,
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
  return {
    name: "fixture",
    target: "typescript",
    loginUrl: "/login/",
    timeZone: "UTC",
    apps,
    roles: [],
  };
}

export function indexed(...apps: App[]): ProjectIndex {
  return indexProject(project(apps));
}
