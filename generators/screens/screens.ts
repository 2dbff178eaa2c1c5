import type { ModelRef, ViewKind } from "../../schema/project.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeApp, SafeView } from "../render/safe-project.ts";
import { modelChoices } from "./choices.ts";
import { linkControl, memberTargets, needsRow } from "./controls.ts";
import { leftOutFields } from "./left-out.ts";
import { listTools } from "./list-tools.ts";
import { loadedRows } from "./loaded-rows.ts";
import { menuOf } from "./menu.ts";
import { modelForms } from "./model-forms.ts";
import { rowTitle } from "./row-names.ts";
import type {
  DeleteScreen,
  DetailScreen,
  FormScreen,
  ListScreen,
  LiveScreen,
  PageScreen,
  Screen,
  Screens,
  Title,
} from "./screen.ts";
import { shownFields } from "./shown-fields.ts";
import { successList } from "./success-list.ts";
import { handlerTables, tableOf } from "./tables.ts";
import { viewTitle } from "./titles.ts";

/** Everything that the pages of a project show, worked out once. */
export function screensOf(project: ProjectIndex): Screens {
  const apps = project.apps.map((app) => ({
    app,
    views: app.views.map((view) => SCREENS[view.kind](project, app, view)),
    forms: modelForms(app),
    choices: modelChoices(app),
  }));
  return { apps, menu: menuOf(project) };
}

type MakeScreen<Kind> = (
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
) => Screen & { kind: Kind };

const SCREENS: { readonly [Kind in ViewKind]: MakeScreen<Kind> } = {
  list: listScreen,
  detail: (...of) => ({ ...detailParts(...of), kind: "detail" }),
  create: (...of) => ({ ...formParts(...of), kind: "create", submit: "Add" }),
  update: (...of) => ({ ...formParts(...of), kind: "update", submit: "Save" }),
  delete: deleteScreen,
  action: (_, app, view) => ({ kind: "action", app, view, loaded: loadedRows(view) }),
  page: (...of) => ({ ...detailParts(...of), kind: "page" }),
  live: liveScreen,
};

/** @param verb before the name of the row that the page is about */
function pageScreen(
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
  verb: string | null = null,
): PageScreen {
  const loaded = loadedRows(view);
  const { subject } = loaded;
  const title: Title =
    subject === null
      ? { kind: "words", words: viewTitle(project, view) }
      : rowTitle(project.model(subject.model), verb);
  const here = subject?.model ?? view.model;
  return {
    app,
    view,
    loaded,
    title,
    links: view.links.map((link) => linkControl(project, view, link, here)),
    memberTargets: memberTargets(project, view),
  };
}

function listScreen(project: ProjectIndex, app: SafeApp, view: SafeView): ListScreen {
  const page = pageScreen(project, app, view);
  const controls = page.links.filter(needsRow);
  const table = tableOf(project, view, modelOf(view), view.scopeField, controls, view.columns);
  return {
    ...page,
    ...listTools(project, view, table),
    kind: "list",
    links: page.links.filter((link) => !needsRow(link)),
    table,
  };
}

function detailParts(
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
): Omit<DetailScreen, "kind"> {
  const page = pageScreen(project, app, view);
  return { ...page, details: shownFields(project, view, page.loaded.subject?.model ?? null) };
}

function formParts(
  project: ProjectIndex,
  app: SafeApp,
  view: SafeView,
): Omit<FormScreen, "kind" | "submit"> {
  const model = modelOf(view);
  const closed = leftOutFields(view, project.model(model));
  return {
    ...pageScreen(project, app, view, "Edit"),
    model,
    fields: shownFields(project, view, model, view.scopeField).filter(
      ({ field }) => !closed.includes(field.name),
    ),
    closed,
    preset: view.scopeField,
    successList: successList(app, view),
  };
}

function deleteScreen(project: ProjectIndex, app: SafeApp, view: SafeView): DeleteScreen {
  return {
    ...pageScreen(project, app, view, "Delete"),
    kind: "delete",
    successList: successList(app, view),
  };
}

function liveScreen(project: ProjectIndex, app: SafeApp, view: SafeView): LiveScreen {
  return {
    ...detailParts(project, app, view),
    kind: "live",
    ...handlerTables(project, app, view),
  };
}

function modelOf({ id, model }: SafeView): ModelRef {
  if (model === null) throw new Error(`the resolved view ${id} has no model`);
  return model;
}
