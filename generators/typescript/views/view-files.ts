import type { ProjectIndex } from "../../render/project-index.ts";
import type { SafeApp } from "../../render/safe-project.ts";
import type { AppScreens, Screen } from "../../screens/screen.ts";
import { pageFile, viewFile } from "../code/files.ts";
import { pageComponent } from "../code/names.ts";
import type { RenderSpec } from "../code/render-spec.ts";
import { type PageScope, pageScope, type Scope, viewScope } from "../code/scope.ts";
import { actionFiles } from "./action.ts";
import { deleteFiles } from "./delete.ts";
import { detailFiles } from "./detail.ts";
import { formFiles } from "./form.ts";
import { listFiles } from "./list.ts";
import { liveFiles } from "./live.ts";
import { type Props, propsCode, propsOf, propsType } from "./props.ts";
import type { Scopes, ViewFiles } from "./view-kind.ts";
import { classHead } from "./view-class.ts";

/** Of every view of an app: the file with its class, and that with its page where it has one. */
export function viewSpecs(project: ProjectIndex, _: SafeApp, { views }: AppScreens): RenderSpec[] {
  return views.flatMap((screen) => specsOf(project, screen));
}

function specsOf(project: ProjectIndex, screen: Screen): RenderSpec[] {
  const { app, view } = screen;
  const paths = { view: viewFile(app, view), page: pageFile(app, view) };
  const scopes: Scopes = {
    view: viewScope(project, screen, paths.view),
    page: pageScope(project, screen, paths.page),
  };
  const files = filesOf(scopes, screen);
  const context = { ...classHead(scopes.view, files.view), ...files.view.context };
  const template = `src/apps/views/${files.view.template}.ts.hbs`;
  if (files.page === null) return [spec(paths.view, template, scopes.view, context)];
  const props = propsOf(scopes.page, files.props);
  const component = pageComponent(app.label, view.name);
  scopes.view.imports.named(paths.page, component);
  return [
    spec(paths.view, template, scopes.view, {
      ...context,
      page: component,
      props: propsCode(props),
    }),
    spec(paths.page, `src/apps/templates/${files.page.template}.tsx.hbs`, scopes.page, {
      ...files.page.context,
      component,
      ...signature(scopes.page, props),
    }),
  ];
}

/** The head of a page's component. */
function signature(page: PageScope, props: Props): object {
  page.imports.types("src/runtime/page.ts", "PageProps");
  page.imports.named("src/templates/layout.tsx", "Layout");
  const base = (["perms", "user"] as const).filter((name) => page.names.has(name));
  return { ...propsType(props, page), base: base.join(", ") };
}

/** The scope's imports are complete only when everything else is worked out. */
function spec(path: string, template: string, scope: Scope, context: object): RenderSpec {
  return {
    path,
    tier: "shared",
    template,
    context: { ...context, imports: scope.imports.toString() },
  };
}

function filesOf(scopes: Scopes, screen: Screen): ViewFiles {
  switch (screen.kind) {
    case "list":
      return listFiles(scopes, screen);
    case "detail":
    case "page":
      return detailFiles(scopes, screen);
    case "create":
    case "update":
      return formFiles(scopes, screen);
    case "delete":
      return deleteFiles(scopes, screen);
    case "action":
      return actionFiles(scopes);
    case "live":
      return liveFiles(scopes, screen);
  }
}
