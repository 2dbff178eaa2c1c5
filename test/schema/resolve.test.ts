import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Loaded, loadManifest, loadManifestFrom } from "../../schema/load.ts";
import { packageRoot } from "../../schema/package-root.ts";
import type { App, Project, View } from "../../schema/project.ts";
import { testdir } from "../support/testdir.ts";

/** What is to be mended, or thought about: notes say only what was decided. */
function findings({ diagnostics }: Pick<Loaded, "diagnostics">): Loaded["diagnostics"] {
  return diagnostics.filter(({ severity }) => severity !== "note");
}

/** The Project of a manifest in which there is nothing to mend. */
function resolved(apps: string, rest = ""): Project {
  const text = `spire: 1\nproject: { name: p }\n${rest}apps:\n${apps}`;
  const { project, diagnostics } = loadManifestFrom({ "spire.yaml": text });
  expect(findings({ diagnostics })).toEqual([]);
  return project as Project;
}

function appOf(project: Project | null, label: string): App {
  return project?.apps.find((app) => app.label === label) as App;
}

function viewOf(project: Project | null, id: string): View {
  const views = project?.apps.flatMap((app) => app.views) ?? [];
  return views.find((view) => view.id === id) as View;
}

describe.each(["examples/team", "examples/warehouse", "test/fixtures/everything"])("%s", (dir) => {
  test("resolves without an error or a warning", async () => {
    const { project, diagnostics } = await loadManifest(join(packageRoot, dir));
    expect(findings({ diagnostics })).toEqual([]);
    expect(project).not.toBeNull();
  });

  test("says the same when its texts are checked in memory", async () => {
    const fromDisk = await loadManifest(join(packageRoot, dir));
    expect(loadManifestFrom(fromDisk.sources)).toEqual(fromDisk);
  });
});

test("the views of a cascading app are guarded by its root's permissions", async () => {
  const { project } = await loadManifest(join(packageRoot, "examples/warehouse"));
  expect(appOf(project, "inventory_record").cascade).toEqual({
    label: "inventory",
    model: "Inventory",
  });
  expect(viewOf(project, "inventory_record.update").guard).toEqual({
    kind: "permission",
    requirement: "inventory.change_inventory",
  });
});

test("a cascade leads through the levels to the root", async () => {
  const { project } = await loadManifest(join(packageRoot, "test/fixtures/everything"));
  expect(appOf(project, "bolts").cascade).toEqual({ label: "asset", model: "Asset" });
  expect(viewOf(project, "bolts.create").guard).toEqual({
    kind: "permission",
    requirement: "asset.add_asset",
  });
});

test("an app that opts out of the cascade guards itself", async () => {
  const { project } = await loadManifest(join(packageRoot, "test/fixtures/everything"));
  expect(appOf(project, "secret").cascade).toBeNull();
  expect(viewOf(project, "secret.list").guard).toEqual({
    kind: "permission",
    requirement: "secret.view_secret",
  });
});

test("each kind of view has its default guard and path", () => {
  const project = resolved(`  stock:
    models: { Item: { fields: { name: string } } }
    views:
      list: { kind: list }
      detail: { kind: detail }
      create: { kind: create }
      update: { kind: update }
      delete: { kind: delete }
      count: { kind: action, permission: none }
      home: { kind: page }
      board: { kind: live }
`);
  const guards = appOf(project, "stock").views.map(({ path, guard }) => [path, guard]);
  const asks = (requirement: string) => ({ kind: "permission", requirement });
  expect(guards).toEqual([
    ["/stock/", asks("stock.view_item")],
    ["/stock/<int:pk>/", asks("stock.view_item")],
    ["/stock/create/", asks("stock.add_item")],
    ["/stock/<int:pk>/update/", asks("stock.change_item")],
    ["/stock/<int:pk>/delete/", asks("stock.delete_item")],
    ["/stock/<int:pk>/count/", { kind: "login" }],
    ["/stock/home/", asks("stock.view_item")],
    ["/stock/board/", asks("stock.view_item")],
  ]);
});

test("codenames are Django's, and descriptions name the model in words", () => {
  const project = resolved(`  sales:
    models: { SalesPurchaseOrder: { fields: { name: string } } }
`);
  const [model] = appOf(project, "sales").models;
  expect(model?.permissions.map(({ name, description }) => [name, description])).toEqual([
    ["sales.add_salespurchaseorder", "Can add sales purchase order"],
    ["sales.change_salespurchaseorder", "Can change sales purchase order"],
    ["sales.delete_salespurchaseorder", "Can delete sales purchase order"],
    ["sales.view_salespurchaseorder", "Can view sales purchase order"],
  ]);
});

test("combined permissions keep their shape", () => {
  const project = resolved(`  a:
    models: { A: { fields: { name: string }, permissions: { can_go: Can go } } }
    views: { list: { kind: list, permission: { any: [view_a, { all: [can_go, a.view_a] }] } } }
`);
  expect(viewOf(project, "a.list").guard).toEqual({
    kind: "permission",
    requirement: { any: ["a.view_a", { all: ["a.can_go", "a.view_a"] }] },
  });
});

test("roles hold what the roles they extend hold", () => {
  const project = resolved(
    `  a: { models: { A: { fields: { name: string } } }, views: { list: { kind: list } } }
`,
    `roles:
  clerk: { extends: [viewer], permissions: [a.add_a] }
  viewer: { permissions: [a.view_a] }
`,
  );
  expect(project.roles).toEqual([
    { name: "clerk", permissions: ["a.add_a", "a.view_a"] },
    { name: "viewer", permissions: ["a.view_a"] },
  ]);
});

test("a role holds every permission of a label, and none of a label that begins alike", () => {
  const project = resolved(
    `  shop:
    models: { Order: { fields: { name: string }, permissions: { can_pay: May pay } } }
    views: { start: { kind: page, permission: can_pay } }
    apps:
      extra: { cascade: none, models: { Gift: { fields: { name: string } } } }
`,
    `roles:
  clerk: { permissions: ["shop.*", shop_extra.view_gift] }
`,
  );
  expect(project.roles[0]?.permissions).toEqual([
    "shop.add_order",
    "shop.can_pay",
    "shop.change_order",
    "shop.delete_order",
    "shop.view_order",
    "shop_extra.view_gift",
  ]);
});

test("an input that says no limits has those of the fields that it is written to", () => {
  const project = resolved(
    `  shop:
    models:
      Order:
        fields:
          name: { type: string, max_length: 80 }
          code: { type: string, max_length: 12 }
          note: text
          state: { type: choice, choices: { new: Just in, done: All done } }
    views:
      label:
        kind: action
        permission: change_order
        params: { word: string, state: choice, note: text }
        effect: { set: { name: $word, code: $word, note: $note, state: $state } }
      shorten:
        kind: action
        permission: change_order
        params: { short: { type: string, max_length: 5 }, state: { type: choice, choices: [done] } }
        effect: { set: { name: $short, state: $state } }
`,
    "roles: { clerk: { permissions: [shop.change_order] } }\n",
  );
  const limits = (view: string) =>
    viewOf(project, view).params.map(({ name, maxLength, choices, choiceLabels }) => [
      name,
      maxLength,
      choices,
      choiceLabels,
    ]);
  expect(limits("shop.label")).toEqual([
    ["word", 12, [], []],
    ["state", 4, ["new", "done"], ["Just in", "All done"]],
    ["note", null, [], []],
  ]);
  expect(limits("shop.shorten")).toEqual([
    ["short", 5, [], []],
    ["state", 4, ["done"], []],
  ]);
});

test("links are filled from the page, the row or the row's reference", async () => {
  const { project } = await loadManifest(join(packageRoot, "test/fixtures/everything"));
  const links = viewOf(project, "asset_part.list").links.map(({ to, per }) => [to, per]);
  expect(links).toEqual([
    ["asset_part.create", { kind: "page" }],
    ["asset_part.detail", { kind: "row" }],
    ["asset.detail", { kind: "reference", field: "asset" }],
  ]);
});

test("rows under an object are tied to it by their only reference", async () => {
  const { project } = await loadManifest(join(packageRoot, "test/fixtures/everything"));
  expect(viewOf(project, "asset_part.of_asset").scopeField).toBe("asset");
  const room = viewOf(project, "board.room");
  const effects = room.handlers.map(
    ({ effect }) => effect && "scopeField" in effect && effect.scopeField,
  );
  expect(effects.filter(Boolean)).toEqual(["board", "board", "board", "board", "board"]);
});

test("a dollar sign names an input, two are one in a text", () => {
  const project = resolved(`  a:
    models: { A: { fields: { name: string, note: text } } }
    views:
      go:
        kind: action
        permission: none
        params: { name: string }
        effect: { set: { name: $name, note: $$name } }
`);
  expect(viewOf(project, "a.go").effect).toEqual({
    kind: "set",
    values: { name: { param: "name" }, note: { value: "$name" } },
  });
});

test("an input refers to what its field does, and offers whom that offers, unless it says otherwise", () => {
  const project = resolved(`  a:
    models:
      A:
        fields:
          like: { type: reference, to: a.A, null: true }
          by: { type: user, offer: active }
          clerk: { type: user, null: true }
    views:
      go:
        kind: action
        permission: none
        params: { like: reference, by: user, clerk: { type: user, offer: active } }
        effect: { set: { like: $like, by: $by, clerk: $clerk } }
      drop: { kind: action, permission: none, params: { one: reference }, effect: { delete: A, key: one } }
`);
  const read = (view: string) =>
    viewOf(project, view).params.map(({ name, to, offer }) => ({ name, to, offer }));
  const to = { label: "a", model: "A" };
  expect(read("a.go")).toEqual([
    { name: "like", to, offer: null },
    { name: "by", to: null, offer: "active" },
    { name: "clerk", to: null, offer: "active" },
  ]);
  expect(read("a.drop")).toEqual([{ name: "one", to, offer: null }]);
});

test("what every request brings is none of the inputs", () => {
  const project = resolved(`  a:
    models: { A: { fields: { by: user, at: datetime, like: { type: reference, to: a.A, null: true } } } }
    views:
      go: { kind: action, permission: none, effect: { set: { by: $user, at: $now, like: $row } } }
`);
  expect(viewOf(project, "a.go").effect).toEqual({
    kind: "set",
    values: { by: { request: "user" }, at: { request: "now" }, like: { request: "row" } },
  });
});

test("a finding that is accepted in writing is not reported", () => {
  const project = resolved(`  a:
    models: { A: { fields: { name: string } } }
    views:
      update: { kind: update, permission: add_a, allow: { SP204: kept from the old system } }
`);
  expect(viewOf(project, "a.update").allow).toEqual({ SP204: "kept from the old system" });
});

test("an included app keeps the place of its own file in diagnostics", async () => {
  const dir = testdir({
    "spire.yaml": "spire: 1\nproject: { name: p }\ninclude: [apps/*.yaml]\n",
    "apps/a.yaml": "apps:\n  a:\n    views:\n      home: { kind: page, permission: can_go }\n",
  });
  const { diagnostics, files } = await loadManifest(dir);
  expect(files).toEqual(["spire.yaml", "apps/a.yaml"]);
  expect(diagnostics.map(({ code, position }) => [code, position])).toEqual([
    ["SP201", { file: "apps/a.yaml", line: 4, column: 39 }],
  ]);
});

test("an include that is a link out of the project is refused", async () => {
  const { symlinkSync } = await import("node:fs");
  const outside = testdir({ "a.yaml": "apps: {}\n" });
  const dir = testdir({ "spire.yaml": "spire: 1\nproject: { name: p }\ninclude: [a.yaml]\n" });
  symlinkSync(join(outside, "a.yaml"), join(dir, "a.yaml"));
  const { diagnostics } = await loadManifest(dir);
  expect(diagnostics.map(({ code, position }) => [code, position.line])).toEqual([["SP009", 3]]);
});

test("hints name what was probably meant", () => {
  const text = `spire: 1
project: { name: p }
apps:
  inventory:
    models: { Inventory: { fields: { name: string } } }
    views: { list: { kind: list, permission: inventory.veiw_inventory } }
`;
  const { diagnostics } = loadManifestFrom({ "spire.yaml": text });
  expect(diagnostics.map(({ hint }) => hint)).toEqual(["Did you mean `inventory.view_inventory`?"]);
});

test("of a name that stands for nothing the hint says what does", () => {
  const text = `spire: 1
project: { name: p }
apps:
  a:
    models: { A: { fields: { name: string, by: user } } }
    views:
      go: { kind: action, permission: none, effect: { set: { name: $title, by: $usr } } }
`;
  const { diagnostics } = loadManifestFrom({ "spire.yaml": text });
  const brought = "Every request brings `$user`, `$now`, `$row` and `$object`.";
  expect(diagnostics.filter(({ code }) => code === "SP342").map(({ hint }) => hint)).toEqual([
    `Add it to \`params\`; a text that begins with a dollar sign is written \`$$title\`. ${brought}`,
    `Did you mean \`user\`? ${brought}`,
  ]);
});
