import type { Project } from "../schema/project.ts";
import type { Proven } from "./verification.ts";

/** What the generated tests count while they run, in `.spire-proof.json`. */
export interface ProofFile {
  cells: number;
  controls: number;
}

export function proven(project: Project, proof: ProofFile): Proven {
  const views = project.apps.flatMap((app) => app.views);
  return {
    apps: project.apps.length,
    views: views.length,
    handlers: views.flatMap((view) => view.handlers).length,
    permissions: project.apps.flatMap((app) => app.models).flatMap((model) => model.permissions)
      .length,
    cells: proof.cells,
    controls: proof.controls,
  };
}

/**
 * What a verification of this project does not look at: bodies that the manifest describes no
 * effect for, and code that the manifest does not know.
 */
export function notVerified(project: Project): string[] {
  const views = project.apps.flatMap((app) => app.views);
  const bodies = [
    ...views
      .filter((view) => view.kind === "action" && view.effect === null)
      .map((view) => view.id),
    ...views.flatMap((view) =>
      view.handlers
        .filter((handler) => handler.effect === null)
        .map((handler) => `${view.id}.${handler.name}`),
    ),
  ];
  return [
    ...bodies.map((id) => `${id}: its guard was tried; what its hand-written body does was not.`),
    "Routes, queries and ownership rules in code that the manifest does not describe.",
  ];
}
