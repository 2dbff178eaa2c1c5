import { expect, test } from "vitest";
import { indexProject } from "../../../generators/render/project-index.ts";
import { screensOf } from "../../../generators/screens/screens.ts";
import { loadManifestFrom } from "../../../schema/load.ts";

/** What forms ask for, by view, and which fields the shared inputs have. */
function formsOf(views: string): { views: Record<string, string[]>; inputs: string[] } {
  const { project } = loadManifestFrom({
    "spire.yaml": `spire: 1
project: { name: shop }
apps:
  sales:
    models:
      Order:
        fields: { name: string, is_locked: boolean }
        permissions: { can_lock: Can lock }
    views:
      lock: { kind: action, permission: can_lock, effect: { toggle: is_locked } }
${views}`,
  });
  if (project === null) throw new Error("the manifest is wrong");
  const [app] = screensOf(indexProject(project)).apps;
  const screens = app?.views ?? [];
  return {
    views: Object.fromEntries(
      screens.flatMap((screen) =>
        screen.kind === "create" || screen.kind === "update"
          ? [[screen.view.name, screen.fields.map(({ field }) => field.name)]]
          : [],
      ),
    ),
    inputs: (app?.forms[0]?.inputs ?? []).map(({ field, asked }) => `${field.name} ${asked}`),
  };
}

test("a form leaves out what an action changes for others than those who may fill it", () => {
  const { views, inputs } = formsOf(
    "      create: { kind: create }\n      update: { kind: update }\n",
  );
  expect(views).toEqual({ create: ["name"], update: ["name"] });
  expect(inputs).toEqual(["name always", "is_locked never"]);
});

test("a form asks for the fields that it names, but for those that are closed to it", () => {
  const { views, inputs } = formsOf(
    "      create: { kind: create, fields: [is_locked, name] }\n" +
      "      update:\n" +
      "        kind: update\n" +
      "        permission: { all: [change_order, can_lock] }\n" +
      "        fields: [is_locked]\n",
  );
  expect(views).toEqual({ create: ["name"], update: ["is_locked"] });
  expect(inputs).toEqual(["name sometimes", "is_locked sometimes"]);
});

test("a form whose permission includes the action's has the field", () => {
  const { views, inputs } = formsOf(
    "      create: { kind: create }\n" +
      "      update: { kind: update, permission: { all: [change_order, can_lock] } }\n",
  );
  expect(views).toEqual({ create: ["name"], update: ["name", "is_locked"] });
  expect(inputs).toEqual(["name always", "is_locked sometimes"]);
});
