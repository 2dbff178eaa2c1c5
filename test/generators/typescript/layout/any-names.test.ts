import fc from "fast-check";
import { format as prettier } from "prettier";
import { expect, test } from "vitest";
import { format, isFormatted } from "../../../../generators/typescript/code/format.ts";
import { evaluateMatrix } from "../../../../generators/matrix/evaluate.ts";
import { indexProject } from "../../../../generators/render/project-index.ts";
import { screensOf } from "../../../../generators/screens/screens.ts";
import { typescriptTarget } from "../../../../generators/typescript/target.ts";
import { loadManifestFrom } from "../../../../schema/load.ts";
import { manifests, manifestText } from "../../../schema/manifest-arbitrary.ts";
import { randomText, withRandomNames } from "../../../support/random-names.ts";

/** Random names, at least: each project has some forty. Half of the projects hold what follows. */
const NAMES = Number(process.env.NAMES ?? (process.env.SPIRE_LONG ? 10_000 : 400));
const RUNS = NAMES / 20;
const SEED = Number(process.env.SEED ?? 20_262);

/** Every form that the templates know, in few files: what random manifests seldom hold together. */
const EVERY_FORM = `spire: 1
project: { name: fuzz }
roles:
  role_1: { permissions: [app_2.view_model3, app_2.can_do_6] }
apps:
  app_2:
    models:
      Model3:
        fields:
          field_4: { type: string, max_length: 80, null: true }
          field_5: { type: choice, choices: [plan, build, done], default: plan }
          field_7: boolean
          field_8: { type: user, null: true }
          field_9: { type: reference, to: app_2.Model3, null: true }
        permissions: { can_do_6: Can do it, can_do_10: Can do something else }
        unique_together: [[field_4, field_8]]
      Model11:
        fields:
          field_12: { type: reference, to: app_2.Model3, related_name: related_13 }
          field_14: { type: user, related_name: related_15 }
          field_16: { type: string, max_length: 40 }
          field_17: { type: decimal, max_digits: 12, decimal_places: 2, null: true }
    views:
      view_18: { kind: list, model: Model3, links: [view_20, view_19, { to: view_21, otherwise: Not for you }, view_22, view_29] }
      view_19: { kind: detail, model: Model3, path: "/a/<int:pk>/", links: [view_21, view_22, view_23, view_24] }
      view_20: { kind: create, model: Model3, path: /a/new/, confirm_password: true }
      view_21: { kind: update, model: Model3, path: "/a/<int:pk>/edit/", permission: { all: [change_model3, { any: [can_do_6, can_do_10] }] }, rate_limit: { max_calls: 5, per_seconds: 60 }, audit: true }
      view_22: { kind: delete, model: Model3, path: "/a/<int:pk>/delete/", confirm_password: true, audit: true }
      view_23: { kind: action, model: Model3, path: "/a/<int:pk>/go/", permission: can_do_6, effect: { advance: field_5 }, audit: true }
      view_24: { kind: action, model: Model3, path: "/a/<int:pk>/set/", permission: { any: [can_do_6, can_do_10] }, params: { param_25: { type: string, max_length: 80 }, param_26: boolean }, effect: { set: { field_4: $param_25, field_7: $param_26 } }, rate_limit: { max_calls: 5, per_seconds: 60 } }
      view_27: { kind: action, path: /a/own/, model: Model3, permission: can_do_10, params: { param_28: { type: choice, choices: [one, two, three, "four and five"] } } }
      view_29:
        kind: live
        path: "/a/<int:key_30>/live/"
        permission: none
        object: { model: Model3, key: key_30 }
        member: { model: Model11, object: field_12, user: field_14, otherwise: /a/ }
        links: [view_18]
        handlers:
          on_31: { permission: can_do_6, params: { param_32: integer, param_33: { type: string, max_length: 40 } }, effect: { create: Model11, values: { field_14: $param_32, field_16: $param_33 } } }
          on_34: { permission: can_do_6, params: { param_35: integer }, effect: { delete: Model11, key: param_35 }, confirm_password: true }
          on_36: { permission: { all: [can_do_6, can_do_10] }, effect: { toggle: field_7 } }
          on_37: { permission: none, params: { param_38: { type: choice, choices: [plan, build, done, never] } } }
          on_44: { permission: can_do_10, params: { param_45: integer, param_46: { type: string, max_length: 40 }, param_47: decimal }, effect: { create: Model11, values: { field_14: $param_45, field_16: $param_46, field_17: $param_47 } } }
      view_39: { kind: list, model: Model11, path: "/a/<int:key_40>/b/", object: { model: Model3, key: key_40 } }
      view_41: { kind: create, model: Model11, path: "/a/<int:key_42>/b/new/", object: { model: Model3, key: key_42 } }
      view_43: { kind: page, permission: none, links: [view_18, view_20] }
`;

function sampledManifests(): { text: string; names: number }[] {
  const half = Math.ceil(RUNS / 2);
  const random = fc.sample(manifests(), { numRuns: half, seed: SEED }).map(manifestText);
  const texts = [...random, ...Array<string>(RUNS - half).fill(EVERY_FORM)];
  return texts.map((text, index) => {
    let count = 0;
    const withTexts = text.replace(/(?<![\w"'])plain(?!\w)/g, () =>
      JSON.stringify(randomText(`${SEED} ${index} ${(count += 1)}`)),
    );
    return withRandomNames(withTexts, `${SEED} ${index}`);
  });
}

test(`whatever the names and texts, Prettier has nothing to say of a shared file (seed ${SEED})`, async () => {
  const seen = new Set<string>();
  const counts = { projects: 0, names: 0, files: 0, lines: 0 };
  for (const { text, names } of sampledManifests()) {
    counts.projects += 1;
    counts.names += names;
    const { project, manifest, diagnostics } = loadManifestFrom({ "spire.yaml": text });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (project === null || manifest === null) throw new Error(JSON.stringify(errors));
    const matrix = evaluateMatrix(manifest);
    const index = indexProject(project);
    const input = { project: index, screens: screensOf(index), matrix, history: new Map() };
    const files = await typescriptTarget.render(input);
    for (const { path, content, tier } of files) {
      // Plain files are the same in every project and laid out in this repository; migrations are
      // none of Prettier's business.
      const isPlain = /^(?:src\/templates|public|migrations)\/|^src\/main\.ts$/.test(path);
      const isKnown = isPlain || (!path.startsWith("src/apps/") && seen.has(content));
      if (tier === "generated" || !isFormatted(path) || isKnown) continue;
      seen.add(content);
      counts.files += 1;
      counts.lines += content.split("\n").length;
      expect([path, content]).toEqual([
        path,
        await prettier(content, { filepath: path, printWidth: 100 }),
      ]);
      if (counts.files % 10 === 0) {
        expect([path, await format({ path, content })]).toEqual([path, content]);
      }
    }
  }
  console.log(`seed ${SEED}: ${JSON.stringify(counts)}`);
  expect(counts.files).toBeGreaterThan(RUNS * 5);
  expect(counts.names).toBeGreaterThan(NAMES);
}, 14_400_000);
