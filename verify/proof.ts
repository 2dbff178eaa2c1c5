import type { Project } from "../schema/project.ts";
import { VIEW_KINDS } from "../schema/view-kinds.ts";
import type { Suite, VerifiedFiles } from "../generators/verifier.ts";
import { printable } from "./printable.ts";
import type { Proven } from "./verification.ts";

/** What the generated tests count while they run, in a file of the project. */
export interface ProofFile {
  cells: number;
  controls: number;
  /** The suites that have tried all that they are there for. */
  complete: string[];
  /** Endpoints of the matrix whose body refused everybody whom its guard let in. */
  refused: string[];
  /** What else no test could judge, a sentence each. */
  notVerified: string[];
}

/** @returns null when the text is no such file: then nobody knows what was tried */
export function readProof(text: string): ProofFile | null {
  try {
    const proof = JSON.parse(text) as Partial<Record<keyof ProofFile, unknown>> | null;
    return isProof(proof) ? proof : null;
  } catch {
    return null;
  }
}

function isProof(proof: Partial<Record<keyof ProofFile, unknown>> | null): proof is ProofFile {
  if (proof === null || typeof proof !== "object") return false;
  const { cells, controls, complete, refused, notVerified } = proof;
  return (
    [cells, controls].every((count) => Number.isInteger(count)) &&
    [complete, refused, notVerified].every(
      (list) => Array.isArray(list) && list.every((line) => typeof line === "string"),
    )
  );
}

/** Suites that did not try everything: left out, filtered or cut short by the project's settings. */
export function untried({ complete }: ProofFile, files: VerifiedFiles): string[] {
  return (Object.keys(files.suites) as Suite[])
    .filter((suite) => !complete.includes(suite))
    .map((suite) => files.suites[suite]);
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
 *
 * @param proof what the tests could not judge; null as long as they have not passed
 */
export function notVerified(
  project: Project,
  proof: ProofFile | null,
  { samples }: Pick<VerifiedFiles, "samples">,
): string[] {
  const refused = (proof?.refused ?? []).map(bodyOf);
  const open = openBodies(project).filter((id) => !refused.includes(id));
  return [
    ...refused.map(
      (id) =>
        `${id}: effect not verified. Its guard was tried, but its body refused everybody whom the ` +
        `guard let in; ${samples} can give it what it accepts.`,
    ),
    ...open.map((id) => `${id}: its guard was tried; what its hand-written body does was not.`),
    ...(proof?.notVerified ?? []),
    "Queries and ownership rules in code that the manifest does not describe.",
  ].map(printable);
}

/** Bodies that the manifest describes no effect for. */
function openBodies(project: Project): string[] {
  const views = project.apps.flatMap((app) => app.views);
  const actions = views.filter((view) => VIEW_KINDS[view.kind].effect && view.effect === null);
  const handlers = views.flatMap((view) =>
    view.handlers
      .filter((handler) => handler.effect === null)
      .map((handler) => `${view.id}.${handler.name}`),
  );
  return [...actions.map((view) => view.id), ...handlers];
}

/** `shelf.ship POST` and `shelf.room EVENT ring`, as they are called elsewhere. */
function bodyOf(endpoint: string): string {
  return endpoint.replace(/ POST$/, "").replace(" EVENT ", ".");
}
