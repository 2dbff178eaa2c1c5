import { VIEW_KINDS } from "../../schema/view-kinds.ts";
import type { ProjectIndex } from "../render/project-index.ts";
import type { SafeView } from "../render/safe-project.ts";
import type { MenuEntry } from "./screen.ts";
import { viewTitle } from "./titles.ts";

/** Pages that open without a row, in the project's order. */
export function menuOf(project: ProjectIndex): MenuEntry[] {
  return project.apps.flatMap((app) =>
    app.views.filter(standsInMenu).map((view) => ({ app, view, label: viewTitle(project, view) })),
  );
}

function standsInMenu({ kind, segments }: SafeView): boolean {
  return VIEW_KINDS[kind].menu && segments.every((segment) => "literal" in segment);
}
