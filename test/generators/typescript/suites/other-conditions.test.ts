import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { breakableProject, runTests, whileBroken } from "../../../support/breakable-project.ts";

// Code that asks for other permissions than the manifest says, with `&&` and `||`, or `all` and `any`:
// of the 167 conditions over four permissions that are not the guard's, none passes.

const NAMES = ["can_sign", "can_file", "can_seal", "can_send"] as const;
type Name = (typeof NAMES)[number];

/** As many as are tried of them; with SPIRE_LONG all. */
const SAMPLE = 6;

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf:
        fields: { name: string }
        permissions: { ${NAMES.map((name) => `${name}: May do it`).join(", ")} }
    views:
      start: { kind: page, permission: none, links: [safe] }
      safe: { kind: page, permission: { any: [{ all: [can_sign, can_file] }, { all: [can_seal, can_send] }] } }
`;

/** Alternatives, each of which wants all of its permissions. */
type Condition = Name[][];

/** Every condition over the permissions, as its minimal sets. */
function everyCondition(): Condition[] {
  const sets = NAMES.reduce<Name[][]>(
    (before, name) => [...before, ...before.map((set) => [...set, name])],
    [[]],
  );
  const holds = (set: Name[], other: Name[]) => other.every((name) => set.includes(name));
  return sets.reduce<Condition[]>(
    (conditions, set) => [
      ...conditions,
      ...conditions
        .filter((one) => !one.some((other) => holds(set, other) || holds(other, set)))
        .map((one) => [...one, set]),
    ],
    [[]],
  );
}

function isTheGuard(condition: Condition): boolean {
  const said = condition.map((set) => set.toSorted().join());
  return (
    said.length === 2 && said.includes("can_file,can_sign") && said.includes("can_seal,can_send")
  );
}

function inTemplate(condition: Condition): string {
  const alternatives = condition.map((set) =>
    set.length === 0 ? "true" : `(${set.map((name) => `perms.shelf.${name}`).join(" && ")})`,
  );
  return `(${alternatives.length === 0 ? "false" : alternatives.join(" || ")})`;
}

const others = everyCondition().filter((condition) => !isTheGuard(condition));
const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * others.length));
const sample =
  process.env["SPIRE_LONG"] === undefined
    ? Array.from(
        { length: SAMPLE },
        (_, place) => others[(seed + place * 29) % others.length] ?? [],
      )
    : others;

let project: string;
/** The condition of the link, as it was generated. */
let generated: string;
beforeAll(async () => {
  project = await breakableProject(MANIFEST);
  const page = readFileSync(join(project, "src/apps/shelf/templates/start.tsx"), "utf8");
  generated = /\(\(perms\.[^]*?can_send\)\)/.exec(page)?.[0] ?? "";
});

const failures = async (suite: string) =>
  (await runTests(project, `tests/${suite}.test.ts`)).failed;

it("there are 167 of them, and the project passes as it was generated", async () => {
  expect(others).toHaveLength(167);
  expect(generated).not.toBe("");
  expect(await failures("controls")).toEqual([]);
  expect(await failures("permissions")).toEqual([]);
}, 120_000);

describe(`a link (SEED=${seed})`, () => {
  it.each([
    "((perms.shelf.can_sign || perms.shelf.can_seal) && (perms.shelf.can_file || perms.shelf.can_send))",
    ...sample.map(inTemplate),
  ])(
    "does not pass under %s",
    async (condition) => {
      const mutant = {
        what: condition,
        file: "src/apps/shelf/templates/start.tsx",
        from: generated,
        to: condition,
      };
      await whileBroken(project, mutant, async () => {
        expect(await failures("controls")).not.toEqual([]);
      });
    },
    120_000,
  );
});

it("a page is not guarded by one that asks crosswise", async () => {
  const mutant = {
    what: "crosswise",
    file: "src/apps/shelf/views/safe.ts",
    from: /anyOf\(\s*allOf\(([^]*?)CanFile\),\s*allOf\(ShelfPermission.CanSeal,([^]*?)\),\s*\),/,
    to: "allOf(anyOf($1CanSeal), anyOf(ShelfPermission.CanFile,$2)),",
  };
  await whileBroken(project, mutant, async () => {
    expect(await failures("permissions")).toEqual(
      expect.arrayContaining([expect.stringContaining("all but shelf.can_sign + shelf.can_send")]),
    );
  });
}, 120_000);
