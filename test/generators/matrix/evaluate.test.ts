import { describe, expect, it } from "vitest";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import type { AppMatrix, Endpoint, Outcome } from "../../../generators/matrix/matrix.ts";
import type { AppManifest, Manifest, ViewManifest } from "../../../schema/manifest.types.ts";

// Expectations written by hand: the evaluator is the oracle of the generated tests, so nothing here
// is computed from it.

function appsOf(apps: Record<string, AppManifest>, roles: Manifest["roles"] = {}): AppMatrix[] {
  return evaluateMatrix({ spire: 1, project: { name: "shop" }, roles, apps }).apps;
}

function viewOf(view: ViewManifest): Endpoint {
  const [app] = appsOf({
    shelf: {
      models: { Shelf: { fields: { name: "string" }, permissions: { can_tidy: "Tidy" } } },
      views: { only: view },
    },
  });
  return endpoint([app as AppMatrix], "shelf.only GET");
}

function endpoint(apps: AppMatrix[], id: string): Endpoint {
  const found = apps.flatMap((app) => app.endpoints).find((one) => one.id === id);
  if (!found) throw new Error(`no endpoint ${id}`);
  return found;
}

/** What a visitor of that name meets. */
function meets({ expect: outcomes }: Endpoint, visitor: string): Outcome | undefined {
  const [outcome] =
    Object.entries(outcomes).find(([, visitors]) => visitors.includes(visitor)) ?? [];
  return outcome as Outcome | undefined;
}

describe("a view with its kind's default guard", () => {
  const list = viewOf({ kind: "list" });

  it("asks for Django's codename", () => {
    expect(list).toMatchObject({ path: "/shelf/", guard: "shelf.view_shelf" });
  });

  it.each<[string, Outcome]>([
    ["anonymous", "login"],
    ["inactive, every permission", "login"],
    ["no permissions", "denied"],
    ["only shelf.view_shelf", "allow"],
    ["all but shelf.view_shelf", "denied"],
    ["superuser", "allow"],
    ["only shelf.view_shelf, loses shelf.view_shelf mid-session", "denied"],
    ["only shelf.view_shelf, logged out mid-session", "login"],
    ["only shelf.view_shelf, deactivated mid-session", "login"],
  ])("answers %s with %s", (visitor, outcome) => {
    expect(meets(list, visitor)).toBe(outcome);
  });
});

it("names a two-word model's codenames without underscores", () => {
  const [app] = appsOf({ order: { models: { PurchaseOrder: { fields: { name: "string" } } } } });
  expect(app?.permissions).toEqual([
    "order.add_purchaseorder",
    "order.change_purchaseorder",
    "order.delete_purchaseorder",
    "order.view_purchaseorder",
  ]);
});

describe("a guard of alternatives", () => {
  const page = viewOf({ kind: "page", permission: { any: ["can_tidy", "add_shelf"] } });

  it.each<[string, Outcome]>([
    ["only shelf.can_tidy", "allow"],
    ["only shelf.add_shelf", "allow"],
    ["no permissions", "denied"],
    ["all but shelf.can_tidy", "allow"],
    ["all but shelf.can_tidy + shelf.add_shelf", "denied"],
  ])("answers %s with %s", (visitor, outcome) => {
    expect(meets(page, visitor)).toBe(outcome);
  });
});

describe("a guard that wants everything", () => {
  const page = viewOf({ kind: "page", permission: { all: ["can_tidy", "add_shelf"] } });

  it.each<[string, Outcome]>([
    ["only shelf.can_tidy + shelf.add_shelf", "allow"],
    ["only shelf.can_tidy", "denied"],
    ["only shelf.add_shelf", "denied"],
    ["all but shelf.can_tidy", "denied"],
    ["all but shelf.add_shelf", "denied"],
  ])("answers %s with %s", (visitor, outcome) => {
    expect(meets(page, visitor)).toBe(outcome);
  });
});

it("tries every alternative inside a combination of combinations", () => {
  const page = viewOf({
    kind: "page",
    permission: { all: ["view_shelf", { any: ["can_tidy", "add_shelf"] }] },
  });
  expect(meets(page, "only shelf.view_shelf + shelf.can_tidy")).toBe("allow");
  expect(meets(page, "only shelf.view_shelf + shelf.add_shelf")).toBe("allow");
  expect(meets(page, "only shelf.view_shelf")).toBe("denied");
  expect(meets(page, "all but shelf.can_tidy + shelf.add_shelf")).toBe("denied");
});

it("lets every active user through where login is enough, and nobody else", () => {
  const page = viewOf({ kind: "page", permission: "none" });
  expect(page.guard).toBe("login");
  expect(page.expect.allow).toEqual(["no permissions", "only shelf.*", "superuser"]);
  expect(page.expect.denied).toBeUndefined();
  expect(meets(page, "anonymous")).toBe("login");
});

it("lets everybody through where the view is public", () => {
  const page = viewOf({ kind: "page", public: true });
  expect(Object.keys(page.expect)).toEqual(["allow"]);
  expect(page.expect.allow).toContain("anonymous");
  expect(page.expect.allow).toContain("inactive, every permission");
});

describe("a cascade over three levels", () => {
  const level = (name: string, cascade?: string, apps: Record<string, AppManifest> = {}) => ({
    ...(cascade === undefined ? {} : { cascade }),
    models: { [name]: { fields: { name: "string" as const } } },
    views: { list: { kind: "list" as const } },
    apps,
  });
  const apps = appsOf({
    house: level("House", undefined, {
      room: level("Room", undefined, { shelf: level("Shelf", "parent") }),
      garden: level("Garden", "none"),
      shed: level("Shed", "house_garden.Garden"),
    }),
  });

  it.each([
    ["house_room.list GET", "house.view_house"],
    ["house_room_shelf.list GET", "house.view_house"],
    ["house_garden.list GET", "house_garden.view_garden"],
    ["house_shed.list GET", "house_garden.view_garden"],
  ])("guards %s with %s", (id, guard) => {
    expect(endpoint(apps, id).guard).toBe(guard);
  });

  it.each<[string, Outcome]>([
    ["only house.view_house", "allow"],
    ["only house_room_shelf.*", "denied"],
    ["only house_room.*", "denied"],
    ["only house.*", "allow"],
  ])("answers %s at the lowest level with %s", (visitor, outcome) => {
    expect(meets(endpoint(apps, "house_room_shelf.list GET"), visitor)).toBe(outcome);
  });

  it("opens the parent to none of the child's own permissions", () => {
    expect(meets(endpoint(apps, "house.list GET"), "only house_room.*")).toBe("denied");
  });

  it("opens an app that guards itself to none of its parent's or sibling's permissions", () => {
    const garden = endpoint(apps, "house_garden.list GET");
    expect(meets(garden, "only house.*")).toBe("denied");
    expect(meets(garden, "only house_room.*")).toBe("denied");
  });
});

describe("a live page with a member rule", () => {
  const apps = appsOf({
    team: {
      models: {
        Team: { fields: { name: "string" }, permissions: { can_manage: "Manage" } },
        Member: {
          fields: { team: { type: "reference", to: "team.Team" }, user: "user" },
        },
      },
      views: {
        admin: {
          kind: "live",
          path: "/teams/<int:team_id>/",
          permission: "view_team",
          object: { model: "Team", key: "team_id" },
          member: { model: "Member", object: "team", user: "user", otherwise: "/teams/" },
          handlers: {
            remove: {
              permission: "can_manage",
              params: { member_id: "integer" },
              effect: { delete: "Member", key: "member_id" },
            },
          },
        },
      },
    },
  });

  it.each<[string, string, Outcome]>([
    ["team.admin GET", "only team.view_team", "allow"],
    ["team.admin GET", "only team.view_team, not a member", "redirect"],
    ["team.admin GET", "superuser, not a member", "redirect"],
    ["team.admin CONNECT", "only team.view_team, member of another", "redirect"],
    ["team.admin EVENT remove", "only team.view_team + team.can_manage", "allow"],
    ["team.admin EVENT remove", "only team.view_team", "denied"],
    ["team.admin EVENT remove", "only team.can_manage", "closed"],
    ["team.admin EVENT remove", "anonymous", "login"],
    [
      "team.admin EVENT remove",
      "only team.view_team + team.can_manage, loses team.can_manage mid-session",
      "denied",
    ],
    [
      "team.admin EVENT remove",
      "only team.view_team + team.can_manage, loses team.view_team mid-session",
      "closed",
    ],
    [
      "team.admin EVENT remove",
      "only team.view_team + team.can_manage, membership ends mid-session",
      "redirect",
    ],
  ])("at %s answers %s with %s", (id, visitor, outcome) => {
    expect(meets(endpoint(apps, id), visitor)).toBe(outcome);
  });

  it("tells nobody which teams exist: the guard answers before the missing row", () => {
    expect(endpoint(apps, "team.admin GET").when_missing).toEqual({
      login: ["anonymous", "inactive, every permission"],
      denied: ["no permissions"],
      not_found: ["only team.view_team", "superuser"],
    });
  });

  it("lets an event change no row of another team", () => {
    expect(endpoint(apps, "team.admin EVENT remove").when_foreign).toMatchObject({
      ignored: ["only team.view_team + team.can_manage", "superuser"],
    });
  });

  it("shows the event's control to those who may fire it, where the rows are that they may view", () => {
    const [control] = apps[0]?.controls ?? [];
    expect(control).toMatchObject({ page: "team.admin", kind: "event", to: "remove" });
    expect(control?.shown).toEqual([
      "only team.view_team + team.can_manage + team.view_member",
      "superuser",
    ]);
    expect(control?.hidden).toEqual([
      "only team.view_team",
      "only team.view_team + team.view_member",
      "only team.view_team + team.can_manage",
      "all but team.can_manage",
      "all but team.view_member",
    ]);
  });
});

describe("an action that deletes a row of the one that it is about", () => {
  const params = { bolt: "reference" } as const;
  const apps = appsOf({
    box: {
      models: {
        Box: { fields: { name: "string" } },
        Bolt: { fields: { box: { type: "reference", to: "box.Box" }, kept: "user" } },
      },
      views: {
        empty: {
          kind: "action",
          model: "Box",
          permission: "change_box",
          params,
          effect: { delete: "Bolt", key: "bolt" },
        },
      },
    },
  });
  const empty = endpoint(apps, "box.empty POST");

  it("takes the row of those alone who may view it", () => {
    expect(empty.input).toEqual({ bolt: { row: "box.Bolt", viewers: "box.view_bolt" } });
  });

  it("takes no row of another one", () => {
    expect(empty).toMatchObject({
      object: { model: "box.Box", key: "pk" },
      scope: { model: "box.Bolt", field: "box" },
      when_foreign: { ignored: ["only box.change_box", "superuser"] },
    });
  });
});

describe("inputs in which rows and users are chosen", () => {
  const team = { model: "Team", key: "pk" };
  const member = { model: "Member", object: "team", user: "user", otherwise: "/" };
  const apps = appsOf({
    team: {
      models: {
        Team: { fields: { name: "string", lead: { type: "user", offer: "active" } } },
        Member: { fields: { team: { type: "reference", to: "team.Team" }, user: "user" } },
        Plan: { fields: { team: { type: "reference", to: "team.Team" } } },
      },
      views: {
        lead: {
          kind: "action",
          model: "Team",
          permission: "none",
          params: { who: "user" },
          effect: { set: { lead: "$who" } },
        },
        ask: {
          kind: "action",
          model: "Team",
          permission: "none",
          params: { who: "user", one: { type: "user", offer: { role: "clerk" } } },
        },
        plan: {
          kind: "live",
          permission: "none",
          path: "/team/<int:pk>/plan/",
          object: team,
          member,
          handlers: {
            hand: {
              permission: "none",
              params: { to: "user", plan: { type: "reference", to: "team.Plan" } },
            },
            admit: {
              permission: "none",
              params: { who: { type: "user", offer: "active" } },
              effect: { create: "Member", values: { user: "$who" } },
            },
          },
        },
      },
    },
  });
  const members = { model: "team.Member", object: "team", user: "user" };

  it.each([
    ["team.lead POST", { who: { user: "another", offer: "active" } }],
    [
      "team.ask POST",
      {
        who: { user: "another", offer: "nobody" },
        one: { user: "another", offer: { role: "clerk" } },
      },
    ],
    [
      "team.plan EVENT hand",
      {
        to: { user: "another", offer: { members } },
        plan: { ref: "team.Plan", viewers: "team.view_plan", within: { team: "object" } },
      },
    ],
    ["team.plan EVENT admit", { who: { user: "another", offer: "active" } }],
  ])("at %s are chosen among those whom a form would offer", (id, input) => {
    expect(endpoint(apps, id).input).toEqual(input);
  });
});

it("gives a role what it and the roles above it hold", () => {
  const roles = {
    reader: { permissions: ["shelf.view_shelf"] },
    keeper: { extends: "reader", permissions: ["shelf.change_shelf"] },
  };
  const { project, apps } = evaluateMatrix({
    spire: 1,
    project: { name: "shop" },
    roles,
    apps: {
      shelf: {
        models: { Shelf: { fields: { name: "string" } } },
        views: { list: { kind: "list" }, update: { kind: "update" } },
      },
    },
  });
  expect(project.roles["keeper"]).toEqual(["shelf.change_shelf", "shelf.view_shelf"]);
  expect(meets(endpoint(apps, "shelf.list GET"), "role keeper")).toBe("allow");
  expect(meets(endpoint(apps, "shelf.update POST"), "role reader")).toBe("denied");
  expect(meets(endpoint(apps, "shelf.update POST"), "role keeper")).toBe("allow");
});

it("tries the name of a row as a link of those who may open its page, where it is shown for sure", () => {
  const link = (view: ViewManifest) => {
    const [app] = appsOf({
      shelf: {
        models: {
          Shelf: { fields: { name: "string" } },
          Box: {
            fields: {
              shelf: { type: "reference", to: "shelf.Shelf" },
              spare: { type: "reference", to: "shelf.Shelf", null: true },
              label: "string",
            },
          },
        },
        views: {
          only: { ...view, model: "Box", permission: "none" },
          detail: { kind: "detail", model: "Shelf" },
        },
      },
    });
    return app?.controls.map(({ to, params, shown, hidden, reference }) => ({
      to,
      field: Object.values(params ?? {}),
      reference,
      isTried: [shown.includes("superuser"), hidden.includes("no permissions")],
    }));
  };
  const named = (field: string, isSure: boolean) => ({
    to: "shelf.detail",
    field: [{ field, of: "shelf.Box" }],
    reference: true,
    isTried: [isSure, true],
  });
  expect(link({ kind: "list" })).toEqual([named("shelf", true), named("spare", false)]);
  expect(link({ kind: "list", columns: ["label"] })).toEqual([
    named("shelf", false),
    named("spare", false),
  ]);
  expect(link({ kind: "detail" })?.[0]).toEqual(named("shelf", true));
  expect(link({ kind: "create" })).toEqual([]);
});
