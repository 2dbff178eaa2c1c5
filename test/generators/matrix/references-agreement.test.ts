import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import type { Input, Matrix } from "../../../generators/matrix/matrix.ts";
import { indexProject } from "../../../generators/render/project-index.ts";
import { screensOf } from "../../../generators/screens/screens.ts";
import type { Reference, Screens, Tie } from "../../../generators/screens/screen.ts";
import { loadManifest, loadManifestFrom, type Loaded } from "../../../schema/load.ts";
import { manifests, manifestText } from "../../schema/manifest-arbitrary.ts";

// Who is offered which rows by a form is worked out twice, and must be the same.

it.each(["examples/warehouse", "test/fixtures/everything", "test/fixtures/tenants"])(
  "the forms of %s offer what the matrix says",
  async (folder) => {
    const { fromMatrix, fromScreens } = bothReadings(await loadManifest(folder));
    expect(fromScreens.length).toBeGreaterThan(1);
    expect(fromMatrix).toEqual(fromScreens);
  },
);

it("the forms of any valid manifest offer what the matrix says", { timeout: 120_000 }, () => {
  const seed = Number(process.env["SEED"] ?? 20261126);
  fc.assert(
    fc.property(manifests(), (manifest) => {
      const loaded = loadManifestFrom({ "spire.yaml": manifestText(manifest) });
      const { fromMatrix, fromScreens } = bothReadings(loaded);
      expect(fromMatrix).toEqual(fromScreens);
    }),
    { seed, numRuns: 60 },
  );
});

function bothReadings({ manifest, project, diagnostics }: Loaded) {
  if (manifest === null || project === null) {
    throw new Error(`The manifest is not valid: ${JSON.stringify(diagnostics)}`);
  }
  return {
    fromMatrix: offersOfMatrix(evaluateMatrix(manifest)).sort(),
    fromScreens: offersOfScreens(screensOf(indexProject(project))).sort(),
  };
}

function offersOfMatrix({ apps }: Matrix): string[] {
  return apps
    .flatMap(({ endpoints }) => endpoints)
    .filter(({ effect }) => effect && "values" in effect && effect.values === "input")
    .flatMap(({ view, input = {} }) =>
      Object.entries(input).flatMap(([name, value]) => said(view, name, value)),
    );
}

function said(view: string, name: string, input: Input): string[] {
  if ("ref" in input) {
    return [JSON.stringify([view, name, input.ref, input.viewers, sorted(input.within)])];
  }
  return "user" in input ? [JSON.stringify([view, name, input.offer])] : [];
}

function offersOfScreens({ apps }: Screens): string[] {
  return apps
    .flatMap(({ views }) => views)
    .flatMap((screen) => (screen.kind === "create" || screen.kind === "update" ? screen : []))
    .flatMap(({ view, fields }) =>
      fields.flatMap(({ reference }) => (reference ? [offerOf(view.id, reference)] : [])),
    );
}

function offerOf(view: string, { field, to, viewers, tie, offer }: Reference): string {
  if (to !== null) {
    const guard = viewers.kind === "permission" ? viewers.requirement : viewers.kind;
    return JSON.stringify([
      view,
      field.name,
      `${to.label}.${to.model}`,
      guard,
      sorted(tie === null ? undefined : ways(tie)),
    ]);
  }
  if (offer?.kind === "members") {
    const { model, object, user } = offer.member;
    const members = { model: `${model.label}.${model.model}`, object, user };
    return JSON.stringify([view, field.name, { members }]);
  }
  return JSON.stringify([
    view,
    field.name,
    offer?.kind === "role" ? { role: offer.role } : offer?.kind,
  ]);
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
