import { literal } from "../code/escapers.ts";
import type { Protections } from "../../../schema/project.ts";
import { DECORATORS } from "../guards/forms.ts";
import { guardDecorator } from "../guards/guards.ts";
import { viewClass } from "../code/names.ts";
import { modelCode, rowTypeCode, type Scope } from "../code/scope.ts";
import { pathCode, urlCode } from "../code/urls.ts";
import type { FreeText } from "../../render/free-text.ts";
import { linkText } from "../../screens/titles.ts";
import type { ViewFiles } from "./view-kind.ts";

/** What the class of every view begins with. */
interface ClassHead {
  className: string;
  /** The class decorators, one a line: login, object, member, row. */
  decorators: string;
  /** `View<models.InventoryRow>`. */
  base: string;
  path: string;
  /** The guard decorator. */
  guard: string;
}

export function classHead(scope: Scope, { base, endpoints }: ViewFiles["view"]): ClassHead {
  const { imports } = scope;
  const { app, view } = scope.screen;
  imports.named(DECORATORS, ...endpoints);
  return {
    className: viewClass(app.label, view.name),
    decorators: classDecorators(scope).join("\n"),
    base: baseClass(scope, base),
    path: pathCode(imports, { app, view }),
    guard: guardDecorator(scope, view.guard),
  };
}

function classDecorators(scope: Scope): string[] {
  const { imports } = scope;
  const { view, loaded } = scope.screen;
  const { object, row } = loaded;
  const decorators: string[] = [];
  if (view.guard.kind !== "public") {
    imports.named(DECORATORS, "loginRequired");
    decorators.push("@loginRequired");
  }
  if (object !== null) {
    imports.named(DECORATORS, "objectRequired");
    decorators.push(`@objectRequired(${modelCode(scope, object.model)}, { key: "${object.key}" })`);
  }
  if (view.member !== null) {
    imports.named(DECORATORS, "memberRequired");
    const { model, object: reference, user, otherwise } = view.member;
    decorators.push(
      `@memberRequired(${modelCode(scope, model)}, { object: "${reference}_id", user: "${user}_id", ` +
        `otherwise: ${placeCode(scope, otherwise)} })`,
    );
  }
  if (row !== null) {
    imports.named(DECORATORS, "rowRequired");
    decorators.push(
      `@rowRequired(${modelCode(scope, row.model)}, ` +
        `{ key: "${row.key}", scope: "${row.scopeField}_id" })`,
    );
  }
  return decorators;
}

/** A place of this site: the path of the view that answers there, or the text where none does. */
function placeCode(scope: Scope, path: string): string {
  for (const app of scope.project.apps) {
    const view = app.views.find((each) => each.path === path && each.kind !== "action");
    if (view !== undefined && !path.includes("<")) return urlCode(scope.imports, { app, view }, "");
  }
  return literal(path);
}

const BASES: Readonly<Record<ViewFiles["view"]["base"], string>> = {
  View: "src/runtime/view.ts",
  LiveView: "src/runtime/live-view.ts",
};

function baseClass(scope: Scope, name: keyof typeof BASES): string {
  const { loaded } = scope.screen;
  scope.imports.named(BASES[name], name);
  const types = [loaded.object, loaded.row]
    .filter((row) => row !== null)
    .map((row) => rowTypeCode(scope, row.model));
  return types.length === 0 ? name : `${name}<${types.join(", ")}>`;
}

/**
 * The decorators inside the guard, one a line, in the order that the runtime demands.
 *
 * @param what the method does, in words, for whoever is asked for the password
 * @param unchanged the decorator that says which state of its row the method is for; "" for none
 */
export function protectionDecorators(
  { imports }: Scope,
  what: string | FreeText,
  { rateLimit, confirmPassword, audit }: Protections,
  unchanged: string,
): string {
  const decorators: string[] = [];
  if (rateLimit !== null) {
    const { maxCalls, perSeconds } = rateLimit;
    imports.named(DECORATORS, "rateLimit");
    decorators.push(`@rateLimit({ maxCalls: ${maxCalls}, perSeconds: ${perSeconds} })`);
  }
  if (confirmPassword) {
    imports.named(DECORATORS, "confirmPassword");
    decorators.push(`@confirmPassword(${literal(what)})`);
  }
  if (unchanged !== "") decorators.push(unchanged);
  if (audit) {
    imports.named(DECORATORS, "audited");
    decorators.push("@audited()");
  }
  return decorators.join("\n");
}

/** The same of a view that is a page and writes on its own, by the words of the links to it. */
export function formProtections(scope: Scope, unchanged: string): string {
  const { project } = scope;
  const { view } = scope.screen;
  const what = linkText(project, { to: view.id }, view.model);
  return protectionDecorators(scope, what, view.protections, unchanged);
}
