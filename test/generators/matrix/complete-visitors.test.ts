import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MOST_SETS } from "../../../generators/matrix/complete-sets.ts";
import { evaluateMatrix } from "../../../generators/matrix/evaluate.ts";
import type {
  AppMatrix,
  Control,
  Endpoint,
  Outcome,
  Visitor,
} from "../../../generators/matrix/matrix.ts";
import type { HandlerManifest, ViewManifest } from "../../../schema/manifest.types.ts";

// A hand-edited guard or control may ask for something else than the manifest. Whatever it asks for,
// with `any` and `all` over whatever permissions: the visitors of the matrix tell it from the right one.

const NAMES = ["can_sign", "can_file", "can_seal", "can_send"] as const;
/** Permissions that no condition of the manifest names, and code may. */
const OTHERS = ["can_tidy", "can_lend"] as const;

type Name = (typeof NAMES | typeof OTHERS)[number];
type Condition = Name | { any: Condition[] } | { all: Condition[] };
/** What code asks: whether it opens to who holds this. */
type Asks = (held: ReadonlySet<string>) => boolean;

const THE_GUARD: Condition = {
  any: [{ all: ["can_sign", "can_file"] }, { all: ["can_seal", "can_send"] }],
};

/** The app of one view; `shelf.start` is a page with a link to it. */
function shelf(view: ViewManifest, start: ViewManifest = { kind: "page", permission: "none" }) {
  const permissions = Object.fromEntries([...NAMES, ...OTHERS].map((name) => [name, "May do it"]));
  const { apps } = evaluateMatrix({
    spire: 1,
    project: { name: "shop" },
    apps: {
      shelf: {
        models: { Shelf: { fields: { name: "string" }, permissions } },
        views: { start: { ...start, links: ["only"] }, only: view },
      },
    },
  });
  return apps[0] as AppMatrix;
}

function page(permission: Condition, handlers: Record<string, HandlerManifest> = {}): ViewManifest {
  const kind = Object.keys(handlers).length > 0 ? "live" : "page";
  return { kind, permission, ...(kind === "live" ? { handlers } : {}) };
}

function endpointOf({ endpoints }: AppMatrix, id: string): Endpoint {
  const found = endpoints.find((one) => one.id === id);
  if (!found) throw new Error(`no endpoint ${id}`);
  return found;
}

function controlTo({ controls }: AppMatrix, to: string): Control {
  const found = controls.find((one) => one.to === to);
  if (!found) throw new Error(`no control to ${to}`);
  return found;
}

/** Does code that asks this meet what the matrix expects at a door? */
function passesAt(app: AppMatrix, { expect: expected }: Endpoint, asks: Asks): boolean {
  return (Object.entries(expected) as [Outcome, string[]][]).every(([outcome, names]) =>
    names.every((name) => {
      const visitor = app.visitors[name] as Visitor;
      return visitor.user !== "active" || visitor.meanwhile !== undefined
        ? true
        : asks(heldBy(app, visitor)) === (outcome === "allow");
    }),
  );
}

function passesOn(app: AppMatrix, { shown, hidden }: Control, asks: Asks): boolean {
  const isActive = (name: string) => app.visitors[name]?.user === "active";
  const seen = (name: string) => asks(heldBy(app, app.visitors[name] as Visitor));
  return shown.filter(isActive).every(seen) && !hidden.filter(isActive).some(seen);
}

function heldBy({ permissions }: AppMatrix, { grants }: Visitor): Set<string> {
  const full = grants === undefined ? [] : "only" in grants ? grants.only : permissions;
  const without = grants !== undefined && "all_except" in grants ? grants.all_except : [];
  return new Set(full.filter((name) => !without.includes(name)));
}

/** Every condition of `any` and `all` over some names, and the two that ask nothing and too much. */
function everyCondition(names: readonly Name[]): Asks[] {
  const [first, ...others] = names;
  if (first === undefined) return [() => false, () => true];
  const below = everyCondition(others);
  const worlds = subsetsOf(others);
  const implies = (one: Asks, other: Asks) => worlds.every((world) => !one(world) || other(world));
  return below.flatMap((without) =>
    below
      .filter((having) => implies(without, having))
      .map(
        (having): Asks =>
          (held) =>
            held.has(`shelf.${first}`) ? having(held) : without(held),
      ),
  );
}

function subsetsOf(names: readonly Name[]): Set<string>[] {
  return names.reduce<Set<string>[]>(
    (sets, name) => [...sets, ...sets.map((set) => new Set([...set, `shelf.${name}`]))],
    [new Set()],
  );
}

function asking(condition: Condition): Asks {
  if (typeof condition === "string") return (held) => held.has(`shelf.${condition}`);
  if ("any" in condition) {
    const parts = condition.any.map(asking);
    return (held) => parts.some((part) => part(held));
  }
  const parts = condition.all.map(asking);
  return (held) => parts.every((part) => part(held));
}

const both =
  (one: Asks, other: Asks): Asks =>
  (held) =>
    one(held) && other(held);

function isSame(one: Asks, other: Asks): boolean {
  return subsetsOf([...NAMES, ...OTHERS]).every((world) => one(world) === other(world));
}

describe("of the 168 conditions over four permissions", () => {
  const every = everyCondition(NAMES);
  const others = every.filter((asks) => !isSame(asks, asking(THE_GUARD)));

  it("there are 167 others than the guard's", () => {
    expect([every.length, others.length]).toEqual([168, 167]);
  });

  it("none but the guard's is right at a page", () => {
    const app = shelf(page(THE_GUARD));
    const door = endpointOf(app, "shelf.only GET");
    expect(passesAt(app, door, asking(THE_GUARD))).toBe(true);
    expect(others.filter((asks) => passesAt(app, door, asks))).toHaveLength(0);
  });

  it("none but the guard's is right at an event", () => {
    const app = shelf(page("can_tidy", { ring: { permission: THE_GUARD } }));
    const door = endpointOf(app, "shelf.only EVENT ring");
    const onPage = (asks: Asks) => both(asking("can_tidy"), asks);
    expect(passesAt(app, door, onPage(asking(THE_GUARD)))).toBe(true);
    expect(others.filter((asks) => passesAt(app, door, onPage(asks)))).toHaveLength(0);
  });

  it.each<[string, ViewManifest]>([
    ["whoever is logged in", { kind: "page", permission: "none" }],
    ["everybody", { kind: "page", public: true }],
    ["who holds one more", { kind: "page", permission: "can_tidy" }],
  ])("none but the guard's is right around a link on a page of %s", (_whose, start) => {
    const app = shelf(page(THE_GUARD), start);
    const link = controlTo(app, "shelf.only");
    expect(passesOn(app, link, asking(THE_GUARD))).toBe(true);
    expect(others.filter((asks) => passesOn(app, link, asks))).toHaveLength(0);
  });

  it("none but the guard's is right around the button of an event", () => {
    const app = shelf(page("can_tidy", { ring: { permission: THE_GUARD } }));
    const button = controlTo(app, "ring");
    expect(passesOn(app, button, asking(THE_GUARD))).toBe(true);
    expect(others.filter((asks) => passesOn(app, button, asks))).toHaveLength(0);
  });

  it("one that asks for the same and for less beside it is told from it", () => {
    const app = shelf(page(THE_GUARD));
    const door = endpointOf(app, "shelf.only GET");
    const wider = asking({ any: [THE_GUARD, "can_lend"] });
    const narrower = asking({ all: [THE_GUARD, { any: ["can_lend", "can_tidy"] }] });
    expect([wider, narrower].filter((asks) => passesAt(app, door, asks))).toEqual([]);
  });
});

const condition = (names: readonly Name[]) =>
  fc.letrec<{ any: Condition; part: Condition }>((tie) => ({
    part: fc.constantFrom(...names),
    any: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      tie("part"),
      fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      fc.array(tie("any"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    ),
  })).any;

describe("any two conditions", () => {
  const seed = Number(process.env["SEED"] ?? 20261127);
  const runs = { seed, numRuns: 400 };
  const guards = condition([...NAMES, "can_tidy"]);
  const asked = condition([...NAMES, ...OTHERS]);

  it(`pass the same visitors of a page only if they mean the same (SEED=${seed})`, () => {
    fc.assert(
      fc.property(guards, asked, (guard, code) => {
        const app = shelf(page(guard));
        const door = endpointOf(app, "shelf.only GET");
        expect(passesAt(app, door, asking(guard))).toBe(true);
        expect(passesAt(app, door, asking(code))).toBe(isSame(asking(guard), asking(code)));
      }),
      runs,
    );
  });

  it(`pass the same visitors of an event, behind any page (SEED=${seed})`, () => {
    fc.assert(
      fc.property(guards, guards, asked, (around, guard, code) => {
        const app = shelf(page(around, { ring: { permission: guard } }));
        const door = endpointOf(app, "shelf.only EVENT ring");
        const [right, other] = [guard, code].map((each) => both(asking(around), asking(each)));
        expect(passesAt(app, door, other as Asks)).toBe(isSame(right as Asks, other as Asks));
      }),
      runs,
    );
  });

  it(`are shown to the same visitors of any page (SEED=${seed})`, () => {
    fc.assert(
      fc.property(guards, guards, asked, (around, guard, code) => {
        const app = shelf(page(guard), { kind: "page", permission: around });
        const link = controlTo(app, "shelf.only");
        const [right, other] = [guard, code].map((each) => both(asking(around), asking(each)));
        expect(passesOn(app, link, other as Asks)).toBe(isSame(right as Asks, other as Asks));
      }),
      runs,
    );
  });
});

describe("a condition with more sets than are tried", () => {
  const pairs = (count: number) => ({
    all: Array.from({ length: count }, (_, place) => ({
      any: [`can_open_${place}`, `can_break_${place}`],
    })),
  });
  const matrixOf = (count: number) => {
    const names = pairs(count).all.flatMap(({ any }) => any);
    const { apps } = evaluateMatrix({
      spire: 1,
      project: { name: "shop" },
      apps: {
        shelf: {
          models: {
            Shelf: {
              fields: { name: "string" },
              permissions: Object.fromEntries(names.map((name) => [name, "May"])),
            },
          },
          views: {
            start: { kind: "page", permission: "none", links: ["only"] },
            only: { kind: "page", permission: pairs(count) },
          },
        },
      },
    });
    return apps[0] as AppMatrix;
  };

  it("is named, and tried on a sample of them", () => {
    // 2⁷ sets are enough and 7 block: more than the cap together.
    const app = matrixOf(7);
    const door = endpointOf(app, "shelf.only GET");
    expect(door.sampled).toBe(true);
    expect(controlTo(app, "shelf.only").sampled).toBe(true);
    expect(door.expect.allow?.length).toBeGreaterThan(2);
    expect(Object.values(door.expect).flat().length).toBeLessThan(MOST_SETS);
  });

  it("is none while all of them are tried", () => {
    const app = matrixOf(6);
    const door = endpointOf(app, "shelf.only GET");
    expect(door.sampled).toBeUndefined();
    expect(controlTo(app, "shelf.only").sampled).toBeUndefined();
    expect(door.expect.allow?.length).toBeGreaterThanOrEqual(2 ** 6);
  });

  it("takes no time worth a thought to be found, however large it is", () => {
    expect(endpointOf(matrixOf(400), "shelf.only GET").sampled).toBe(true);
  });
});
