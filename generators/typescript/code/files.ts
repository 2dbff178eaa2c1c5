import { posix } from "node:path";
import type { ModelRef } from "../../../schema/project.ts";
import type { SafeApp, SafeView } from "../../render/safe-project.ts";
import { appFolder } from "./names.ts";
import type { ProjectIndex } from "../../render/project-index.ts";

/** Where the page of a view is. */
export function pageFile(app: SafeApp, view: SafeView): string {
  return posix.join(appFolder(app), "templates", `${view.name}.tsx`);
}

/** Where the inputs of a model are. The hyphen keeps it apart from every view's page. */
export function fieldsFile(project: ProjectIndex, { label, model }: ModelRef): string {
  return inputsFile(project.app(label), model);
}

/** The same, of a model by its name. */
export function inputsFile(app: SafeApp, model: string): string {
  return posix.join(appFolder(app), "templates", `${model.toLowerCase()}-fields.tsx`);
}

/** `InventoryFields`, the component with the inputs of a model. */
export function fieldsComponent(model: string): string {
  return `${model}Fields`;
}

/** Where the forms of a model's app are. */
export function formsFile(project: ProjectIndex, { label }: ModelRef): string {
  return posix.join(appFolder(project.app(label)), "forms.ts");
}
