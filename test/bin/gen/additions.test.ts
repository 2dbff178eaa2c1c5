import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { readTree } from "../../support/read-tree.ts";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const origin = testdir();

beforeAll(async () => {
  await runSpire(["new", "project", "team", "--from", "team"], { cwd: origin });
});

function project(): string {
  const dir = testdir();
  cpSync(join(origin, "team"), dir, { recursive: true });
  return dir;
}

interface Written {
  apps: Record<string, { models: Record<string, unknown>; views: Record<string, unknown> }>;
}

/** Runs an addition that must succeed; every line of the manifest stays. */
async function add(dir: string, ...args: string[]): Promise<Written> {
  const before = readFileSync(join(dir, "spire.yaml"), "utf8");
  const { exitCode, stderr } = await runSpire([...args, "-C", dir]);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const after = readFileSync(join(dir, "spire.yaml"), "utf8");
  const lines = new Set(after.split("\n"));
  expect(before.split("\n").filter((line) => !lines.has(line))).toEqual([]);
  return parse(after) as Written;
}

test("new app adds the app with a table's views and generates them", async () => {
  const dir = project();
  const manifest = await add(dir, "new", "app", "invoice", "--model", "Invoice");
  expect(Object.keys(manifest.apps.invoice?.views ?? {})).toEqual([
    "list",
    "detail",
    "create",
    "update",
    "delete",
  ]);
  expect(existsSync(join(dir, "src/apps/invoice/views/create.ts"))).toBe(true);
});

test("new app adds a sub-app that cascades", async () => {
  const dir = project();
  await add(dir, "new", "app", "team/note", "--cascade", "team.Team", "--model", "Note");
  const view = readFileSync(join(dir, "src/apps/team/note/views/create.ts"), "utf8");
  expect(view).toContain("TeamPermission.AddTeam");
});

test("gen model, gen permission and gen view build on one another", async () => {
  const dir = project();
  const fields = ["--field", "title:string", "--field", "team:reference:team.Team"];
  await add(dir, "gen", "model", "team.Event", ...fields);
  await add(
    dir,
    "gen",
    "permission",
    "team.Event.can_cancel_events",
    "--description",
    "Can: cancel",
  );
  const args = ["--kind", "action", "--model", "Event", "--permission", "can_cancel_events"];
  const manifest = await add(dir, "gen", "view", "team.cancel", ...args);
  expect(manifest.apps.team?.models.Event).toEqual({
    fields: { title: "string", team: { type: "reference", to: "team.Team" } },
    permissions: { can_cancel_events: "Can: cancel" },
  });
  expect(readFileSync(join(dir, "src/apps/team/views/cancel.ts"), "utf8")).toContain(
    "TeamPermission.CanCancelEvents",
  );
});

test("gen handler adds an event to a live view", async () => {
  const dir = project();
  const manifest = await add(
    dir,
    "gen",
    "handler",
    "team.admin.promote",
    "--permission",
    "manage_team_members",
  );
  expect(manifest.apps.team?.views.admin).toMatchObject({
    handlers: { promote: { permission: "manage_team_members" } },
  });
  expect(readFileSync(join(dir, "src/apps/team/views/admin.ts"), "utf8")).toContain("promote");
});

test("an addition goes to the included file that holds its app", async () => {
  const dir = project();
  const text = readFileSync(join(dir, "spire.yaml"), "utf8");
  writeFileSync(
    join(dir, "spire.yaml"),
    text.replace("\nroles:", "include: [apps/*.yaml]\n\nroles:"),
  );
  const included =
    "# ours\napps:\n  stock:\n    models:\n      Item: { fields: { name: string } }\n";
  mkdirSync(join(dir, "apps"));
  writeFileSync(join(dir, "apps/stock.yaml"), included);
  const { exitCode, stderr } = await runSpire([
    "gen",
    "permission",
    "stock.Item.can_count_items",
    "-C",
    dir,
  ]);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  expect(readFileSync(join(dir, "apps/stock.yaml"), "utf8")).toContain("can_count_items");
  expect(readFileSync(join(dir, "apps/stock.yaml"), "utf8")).toContain("# ours\n");
  expect(existsSync(join(dir, "src/apps/stock/permissions.ts"))).toBe(true);
});

test("gen view --dry-run says what it would add and writes nothing", async () => {
  const dir = project();
  const before = readTree(dir);
  const args = ["gen", "view", "team.rules", "--kind", "page", "--permission", "none"];
  const { exitCode, stdout } = await runSpire([...args, "--dry-run", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain("created  src/apps/team/views/rules.ts");
  expect(stdout).toContain("Would write");
  expect(readTree(dir)).toEqual(before);
});

describe("an addition that cannot be made leaves everything as it was", () => {
  test.each([
    [
      "what is there already",
      ["gen", "permission", "team.Team.manage_team_members"],
      "E_ALREADY_EXISTS",
    ],
    ["an unknown label", ["gen", "view", "taem.x", "--kind", "list"], "Did you mean `team`?"],
    ["an unknown model", ["gen", "permission", "team.Taem.can_x"], "Did you mean `Team`?"],
    ["an unknown view", ["gen", "handler", "team.amdin.x"], "Did you mean `admin`?"],
    ["a name of the wrong form", ["gen", "view", "team", "--kind", "list"], "LABEL.NAME"],
    ["an invalid name", ["new", "app", "../evil"], "SP"],
    ["an action without a permission", ["gen", "view", "team.x", "--kind", "action"], "SP"],
    [
      "an option that is given twice",
      ["gen", "view", "team.x", "--kind", "list", "--kind", "page"],
      "twice",
    ],
    ["an unknown kind", ["gen", "view", "team.x", "--kind", "lst"], "lst"],
    ["an unknown field type", ["gen", "model", "team.X", "--field", "a:strng"], "SP"],
    ["a field without a type", ["gen", "model", "team.X", "--field", "a"], "NAME:TYPE"],
  ])("%s", async (_, args, said) => {
    const dir = project();
    const before = readTree(dir);
    const { exitCode, stderr } = await runSpire([...args, "-C", dir]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(readTree(dir)).toEqual(before);
  });
});

test("gen model lets an app that had one model say which one its views mean", async () => {
  const dir = testdir();
  await runSpire(["new", "project", "clinic"], { cwd: dir });
  const clinic = join(dir, "clinic");
  await runSpire(["new", "app", "notes/comment", "--model", "Comment", "-C", clinic]);
  const { exitCode, stderr } = await runSpire(["gen", "model", "notes.Tag", "-C", clinic]);
  expect(stderr).not.toContain("error");
  expect(exitCode).toBe(0);
  const { apps } = parse(readFileSync(join(clinic, "spire.yaml"), "utf8")) as {
    apps: { notes: { views: Record<string, object>; apps: { comment: object } } };
  };
  for (const view of Object.values(apps.notes.views)) expect(view).toMatchObject({ model: "Note" });
  expect(apps.notes.apps.comment).toMatchObject({ cascade: "notes.Note" });
});
