import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import type { Input, Matrix } from "../../../generators/matrix/matrix.ts";
import { indexProject, type ProjectIndex } from "../../../generators/render/project-index.ts";
import type { SafeHandler, SafeView } from "../../../generators/render/safe-project.ts";
import { fedFields } from "../../../generators/screens/fed-fields.ts";
import { inputRows, referenceOf } from "../../../generators/screens/references.ts";
import { screensOf } from "../../../generators/screens/screens.ts";
import type { OfferedRows, Tie } from "../../../generators/screens/offered-rows.ts";
import { loadManifest, loadManifestFrom, type Loaded } from "../../../schema/load.ts";
import { manifests, manifestText } from "../../schema/manifest-arbitrary.ts";

// Who is offered which rows by a form, an action or an event is worked out twice, and must be the same.

it.each(["examples/warehouse", "test/fixtures/everything", "test/fixtures/tenants"])(
  "the forms and inputs of %s offer what the matrix says",
  async (folder) => {
    const { fromMatrix, fromScreens } = bothReadings(await loadManifest(folder));
    expect(fromScreens.length).toBeGreaterThan(1);
    expect(fromMatrix).toEqual(fromScreens);
  },
);

it(
  "the forms and inputs of any valid manifest offer what the matrix says",
  { timeout: 120_000 },
  () => {
    const seed = Number(process.env["SEED"] ?? 20261126);
    fc.assert(
      fc.property(manifests({ asksRows: true }), (manifest) => {
        const loaded = loadManifestFrom({ "spire.yaml": manifestText(manifest) });
        const { fromMatrix, fromScreens } = bothReadings(loaded);
        expect(fromMatrix).toEqual(fromScreens);
      }),
      { seed, numRuns: 60 },
    );
  },
);

function bothReadings({ manifest, project, diagnostics }: Loaded) {
  if (manifest === null || project === null) {
    throw new Error(`The manifest is not valid: ${JSON.stringify(diagnostics)}`);
  }
  return {
    fromMatrix: offersOfMatrix(evaluateMatrix(manifest)).sort(),
    fromScreens: offersOfScreens(indexProject(project)).sort(),
  };
}

function offersOfMatrix({ apps }: Matrix): string[] {
  return apps
    .flatMap(({ endpoints }) => endpoints)
    .flatMap(({ view, event = "", effect, input = {} }) => {
      const isForm = effect !== undefined && "values" in effect && effect.values === "input";
      return Object.entries(input).flatMap(([name, value]) =>
        said(isForm ? view : `${view} ${event}`, name, value),
      );
    });
}

function said(at: string, name: string, input: Input): string[] {
  if ("ref" in input) {
    return [JSON.stringify([at, name, input.ref, input.viewers, sorted(input.within)])];
  }
  return "user" in input ? [JSON.stringify([at, name, input.offer])] : [];
}

function offersOfScreens(project: ProjectIndex): string[] {
  const screens = screensOf(project).apps.flatMap(({ views }) => views);
  const forms = screens.flatMap((screen) => {
    if (screen.kind !== "create" && screen.kind !== "update") return [];
    const { view, fields } = screen;
    return fields.flatMap(({ field, reference }) =>
      reference ? [offerOf(view.id, field.name, reference)] : [],
    );
  });
  const inputs = screens.flatMap(({ view }) => [
    ...inputsAt(project, view, "", view),
    ...view.handlers.flatMap((handler) => inputsAt(project, view, handler.name, handler)),
  ]);
  return [...forms, ...inputs];
}

/** Of an action or event; a row to delete is the one under test, and a bare id is as in a form. */
function inputsAt(
  project: ProjectIndex,
  view: SafeView,
  event: string,
  { params, effect }: Pick<SafeHandler, "params" | "effect">,
): string[] {
  return params.flatMap((param) => {
    if (effect?.kind === "delete" && effect.key === param.name) return [];
    const fed = fedFields(project, view, effect, param);
    const field = fed?.fields.at(-1);
    const rows =
      inputRows(project, view, effect, param) ??
      (fed && field ? referenceOf(project, view, fed.owner, field) : null);
    return rows === null ? [] : [offerOf(`${view.id} ${event}`, param.name, rows)];
  });
}

function offerOf(at: string, name: string, { to, viewers, tie, offer }: OfferedRows): string {
  if (to !== null) {
    const guard = viewers.kind === "permission" ? viewers.requirement : viewers.kind;
    return JSON.stringify([
      at,
      name,
      `${to.label}.${to.model}`,
      guard,
      sorted(tie === null ? undefined : ways(tie)),
    ]);
  }
  if (offer?.kind === "members") {
    const { model, object, user } = offer.member;
    const members = { model: `${model.label}.${model.model}`, object, user };
    return JSON.stringify([at, name, { members }]);
  }
  return JSON.stringify([at, name, offer?.kind === "role" ? { role: offer.role } : offer?.kind]);
}

function ways({ to }: Tie): unknown {
  if (to === "itself") return "object";
  return Object.fromEntries(to.map(({ field, tie }) => [field, ways(tie)]));
}

/** The same, whatever the order of its keys. */
function sorted(tie: unknown): unknown {
  if (typeof tie !== "object" || tie === null) return tie ?? null;
  return Object.entries(tie)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, value]) => [key, sorted(value)]);
}
