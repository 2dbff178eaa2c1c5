import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ProofFile } from "../../../../verify/proof.ts";
import { breakableProject, runTests } from "../../../support/breakable-project.ts";

// The tests of a project say whether they tried everything, and verify demands it.

/** There can be one house only, so that no door belongs to another. */
const MANIFEST = `
spire: 1
project: { name: small }
apps:
  house:
    models:
      House:
        fields: { kind: { type: choice, choices: [only], unique: true } }
        permissions: { can_lock_house: Can lock a house }
      Door:
        fields: { house: { type: reference, to: house.House }, name: string }
    views:
      home:
        kind: live
        path: /houses/<int:house_id>/
        permission: view_house
        object: { model: House, key: house_id }
        handlers:
          take_out:
            permission: can_lock_house
            params: { door_id: integer }
            effect: { delete: Door, key: door_id }
`;

function proofOf(project: string): ProofFile {
  return JSON.parse(readFileSync(join(project, ".spire-proof.json"), "utf8")) as ProofFile;
}

it("a visit that no row can be made for leaves the matrix complete, and is named", async () => {
  const project = await breakableProject(MANIFEST);
  const { failed } = await runTests(project, "tests/permissions.test.ts");
  expect(failed).toEqual([]);
  const { complete, notVerified } = proofOf(project);
  expect(complete).toEqual(["permissions"]);
  expect(notVerified.join("\n")).toContain(
    "house.home EVENT take_out, row of another · superuser: not tried. There can be one house.House",
  );
}, 120_000);

it("a condition of which not every set is tried is named", async () => {
  const pairs = Array.from({ length: 7 }, (_, place) => [
    `can_open_${place}`,
    `can_break_${place}`,
  ]);
  const project = await breakableProject(`
spire: 1
project: { name: small }
apps:
  safe:
    models:
      Safe:
        fields: { name: string }
        permissions: { ${pairs.flat().join(": May, ")}: May }
    views:
      start: { kind: page, permission: none, links: [vault] }
      vault: { kind: page, permission: { all: [${pairs.map((any) => `{ any: [${any.join(", ")}] }`).join(", ")}] } }
`);
  const { failed } = await runTests(project, "tests/permissions.test.ts", "tests/controls.test.ts");
  expect(failed).toEqual([]);
  const { notVerified } = proofOf(project);
  const reason = "its condition has more sets of permissions than are tried";
  expect(notVerified.join("\n")).toContain(`safe.vault GET: ${reason}`);
  expect(notVerified.join("\n")).toContain(`safe.start, link safe.vault: ${reason}`);
}, 120_000);

it("a matrix of which cells were left out is not complete", async () => {
  const project = await breakableProject(MANIFEST);
  const { failed } = await runTests(project, "tests/permissions.test.ts", "-t", "superuser");
  expect(failed).toEqual([]);
  expect(proofOf(project).complete).toEqual([]);
}, 120_000);

it.each([
  [
    "no control",
    "apps: { a: { models: { T: { fields: { n: string } } }, views: { list: { kind: list } } } }",
  ],
  ["no view", "apps: { a: { models: { T: { fields: { n: string } } } } }"],
  ["no app", ""],
])(
  "a project with %s has tried all that there is to try",
  async (_, apps) => {
    const project = await breakableProject(`spire: 1\nproject: { name: small }\n${apps}\n`);
    const files = ["permissions", "controls", "named-rows", "lists", "closed-world"];
    const { failed } = await runTests(project, ...files.map((name) => `tests/${name}.test.ts`));
    expect(failed).toEqual([]);
    expect(proofOf(project).complete.toSorted()).toEqual(files.toSorted());
  },
  120_000,
);
