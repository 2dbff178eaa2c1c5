import type { ModelRef } from "../../../schema/project.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import type { GuardProp } from "../guards/forms.ts";
import type { Screen } from "../../screens/screen.ts";
import { modelsFile } from "./files.ts";
import { Imports } from "./imports.ts";
import { camelCase } from "./names.ts";

/** What the parts of one generated file of a view are worked out in. */
export interface Scope {
  readonly project: ProjectIndex;
  readonly screen: Screen;
  readonly imports: Imports;
  /** Pages need models as types only. */
  readonly typesOnly: boolean;
}

/** The scope of a view's page. */
export interface PageScope extends Scope {
  /** What the page needs besides its own props: collected while its parts are worked out. */
  readonly names: Set<"object" | GuardProp>;
}

export function viewScope(project: ProjectIndex, screen: Screen, file: string): Scope {
  return { project, screen, imports: new Imports(file), typesOnly: false };
}

export function pageScope(project: ProjectIndex, screen: Screen, file: string): PageScope {
  return { project, screen, imports: new Imports(file), typesOnly: true, names: new Set() };
}

/** A model in code: `models.Inventory`, or `inventoryModels.Inventory` of another app. */
export function modelCode(scope: Scope, ref: ModelRef): string {
  const own = ref.label === scope.screen.app.label;
  const namespace = own ? "models" : `${camelCase(ref.label)}Models`;
  const kind = scope.typesOnly ? "type * as" : "* as";
  scope.imports.namespace(modelsFile(scope.project.app(ref.label)), `${kind} ${namespace}`);
  return `${namespace}.${ref.model}`;
}

/** The type of a model's rows: `models.InventoryRow`. */
export function rowTypeCode(scope: Scope, ref: ModelRef): string {
  return `${modelCode(scope, ref)}Row`;
}

/** In a view: the row that it is about, `this.object` or `this.row`. */
export function subjectCode({ screen }: Scope): { model: ModelRef; code: string } {
  const { subject } = screen.loaded;
  if (subject === null) throw new Error(`the resolved view ${screen.view.id} is about no row`);
  return { model: subject.model, code: `this.${subject.loaded}` };
}
