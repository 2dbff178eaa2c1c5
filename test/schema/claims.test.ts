import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateMatrix } from "../../generators/matrix/evaluate.ts";
import type { AppMatrix, Endpoint } from "../../generators/matrix/matrix.ts";
import { isMeant } from "../../schema/doors.ts";
import { loadManifestFrom } from "../../schema/load.ts";
import type { ClaimManifest, Manifest } from "../../schema/manifest.types.ts";
import { manifests, manifestText } from "./manifest-arbitrary.ts";

// Claims are judged by the resolved guards and roles; the matrix says the same without the resolver.

test("a claim says by which permissions a door is open, and where they come from", () => {
  const { diagnostics } = loadManifestFrom({
    "spire.yaml": `
spire: 1
project: { name: shop }
roles:
  viewer: { permissions: [shop.view_order] }
  clerk: { extends: viewer, permissions: ["shop.*"] }
claims:
  - { role: clerk, never: [shop.list] }
  - { role: viewer, may: [shop.pack] }
  - { only: [clerk], may: ["shop.*"] }
apps:
  shop:
    models: { Order: { fields: { name: string, is_packed: boolean }, permissions: { can_pack: Can pack, can_ship: Can ship } } }
    views:
      list: { kind: list }
      pack: { kind: action, permission: { any: [{ all: [can_pack, can_ship] }, change_order] }, effect: { toggle: is_packed } }
`,
  });
  expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
    "The role `clerk` opens `shop.list`, which it never is to. `clerk` holds `shop.view_order`.",
    "The role `viewer` does not open `shop.pack`. It lacks `shop.change_order`.",
    "`viewer` opens `shop.list` too, and only `clerk` is to. `viewer` holds `shop.view_order`.",
  ]);
});

test("a door that was renamed is called by its new name", () => {
  const { diagnostics } = loadManifestFrom({
    "spire.yaml": `
spire: 1
project: { name: shop }
roles:
  clerk: { permissions: ["shop.*"] }
claims:
  - { role: clerk, may: [shop.rooms, shop.rooms.call, shop.list] }
apps:
  shop:
    models: { Order: { fields: { name: string } } }
    views:
      list: { kind: list }
      room: { kind: live, renamed_from: rooms, handlers: { ring: { permission: view_order, renamed_from: call } } }
`,
  });
  expect(diagnostics.map(({ message, hint }) => `${message} ${hint}`)).toEqual([
    "There is no door `shop.rooms`. It is `shop.room` now.",
    "There is no door `shop.rooms.call`. It is `shop.room.ring` now.",
  ]);
});

test.each([
  ["shop.list", "shop.list", true],
  ["shop.list", "shop.list.ring", false],
  ["shop.*", "shop.list", true],
  ["shop.*", "shop.room.ring", true],
  ["shop.*", "shop_extra.list", false],
  ["shop.room.*", "shop.room.ring", true],
  ["shop.room.*", "shop.room", false],
  ["*.delete", "shop.delete", true],
  ["*.delete", "shop.delete.ring", false],
  ["*.*", "shop.room.ring", true],
  ["*.room.ring", "shop.room.ring", true],
  ["shop.*.ring", "shop.room.ring", true],
  ["shop.*.ring", "shop.list", false],
])("%s means %s: %s", (pattern, door, isIt) => {
  expect(isMeant(pattern, door)).toBe(isIt);
});

const seed = Number(process.env["SEED"] ?? 20261127);

test(
  `roles open the doors that the matrix says, in any manifest (SEED=${seed})`,
  { timeout: 120_000 },
  () => {
    let judged = 0;
    fc.assert(
      fc.property(manifests({ asksRows: true }), (manifest) => {
        const { apps, project } = evaluateMatrix(manifest);
        const doors = apps.flatMap((app) => app.endpoints.map((door) => ({ app, door })));
        const all = Object.keys(project.roles).flatMap((role) =>
          doors.map((each) => ({ role, name: nameOf(each.door), opens: isOpenTo(each, role) })),
        );
        const kept = all.map(({ role, name, opens }): ClaimManifest =>
          opens ? { role, may: [name] } : { role, never: [name] },
        );
        const broken = all.map(({ role, name, opens }): ClaimManifest =>
          opens ? { role, never: [name] } : { role, may: [name] },
        );
        expect(broken.length - brokenClaims(manifest, broken)).toBe(0);
        expect(brokenClaims(manifest, kept)).toBe(0);
        judged += all.length;
      }),
      { seed, numRuns: 40 },
    );
    expect(judged).toBeGreaterThan(300);
  },
);

function brokenClaims(manifest: Manifest, claims: ClaimManifest[]): number {
  const { diagnostics } = loadManifestFrom({ "spire.yaml": manifestText({ ...manifest, claims }) });
  expect(diagnostics.filter(({ code }) => code === "SP262")).toEqual([]);
  return diagnostics.filter(({ code }) => code === "SP261").length;
}

function nameOf({ view, event }: Endpoint): string {
  return event === undefined ? view : `${view}.${event}`;
}

/** Rows and memberships are as they are to be for whoever the matrix calls by the role alone. */
function isOpenTo({ app, door }: { app: AppMatrix; door: Endpoint }, role: string): boolean {
  const visitor = Object.entries(app.visitors).find(
    ([, { grants }]) => grants !== undefined && "role" in grants && grants.role === role,
  );
  return door.expect.allow?.includes(visitor?.[0] ?? "") ?? false;
}
