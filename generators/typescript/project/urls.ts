import { literal, templateLiteral } from "../code/escapers.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import { parameterName, urlsObject } from "../code/names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { urlsFile } from "../code/files.ts";

/** An app's urls.ts: a typed function a view, which gives the view's path. */
export function urlsSpecs(_: ProjectIndex, app: SafeApp): RenderSpec[] {
  if (app.views.length === 0) return [];
  const views = app.views.map((view) => {
    const parts = pathParts(view.path);
    const params = parts.flatMap(({ parameter }) => (parameter === null ? [] : [parameter]));
    return {
      name: view.name,
      params: params.map(({ name, type }) => `${name}: ${type}`).join(", "),
      path: pathExpression(parts),
    };
  });
  const context = { label: app.label, object: urlsObject(app.label), views };
  const path = urlsFile(app);
  return [{ path, tier: "generated", template: "src/apps/urls.ts.hbs", context }];
}

interface PathPart {
  /** Text before the parameter. */
  literal: string;
  parameter: { name: string; type: "number" | "string" } | null;
}

const PARAMETER = /<(int|str|slug|uuid):(\w+)>/g;

function pathParts(path: string): PathPart[] {
  const parts: PathPart[] = [];
  let end = 0;
  for (const match of path.matchAll(PARAMETER)) {
    const [whole, converter, name = ""] = match;
    const type = converter === "int" ? "number" : "string";
    const parameter = { name: parameterName(name), type } as const;
    parts.push({ literal: path.slice(end, match.index), parameter });
    end = match.index + whole.length;
  }
  return [...parts, { literal: path.slice(end), parameter: null }];
}

/** The path as a string literal, or as a template literal over the parameters. */
function pathExpression(parts: PathPart[]): string {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return literal(only.literal);
  const text = parts.map((part) => {
    const before = templateLiteral(part.literal).slice(1, -1);
    if (part.parameter === null) return before;
    const { name, type } = part.parameter;
    return `${before}\${${type === "number" ? name : `encodeURIComponent(${name})`}}`;
  });
  return `\`${text.join("")}\``;
}
