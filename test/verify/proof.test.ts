import { beforeAll, expect, test } from "vitest";
import { loadProject } from "../../generators/load-project.ts";
import { notVerified, type ProofFile, readProof } from "../../verify/proof.ts";
import type { Project } from "../../schema/project.ts";
import { testdir } from "../support/testdir.ts";

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf:
        fields: { name: string, is_locked: boolean }
        permissions: { can_lock_shelf: Can lock a shelf }
    views:
      list: { kind: list, links: [ship, open, room] }
      ship: { kind: action, permission: can_lock_shelf }
      open: { kind: action, permission: can_lock_shelf }
      room:
        kind: live
        path: /rooms/
        handlers: { ring: { permission: can_lock_shelf } }
`;

const PROOF: ProofFile = {
  cells: 12,
  controls: 3,
  complete: ["closed-world", "permissions", "controls", "named-rows", "lists"],
  refused: [],
  notVerified: [],
};

const FILES = { samples: "tests/samples.txt" };

let project: Project;
beforeAll(async () => {
  const loaded = await loadProject(testdir({ "spire.yaml": MANIFEST }));
  if (loaded.project === null) throw new Error("The manifest of this test is wrong.");
  project = loaded.project;
});

test("names every body that the manifest describes no effect for", () => {
  expect(notVerified(project, PROOF, FILES)).toEqual([
    "shelf.ship: its guard was tried; what its hand-written body does was not.",
    "shelf.open: its guard was tried; what its hand-written body does was not.",
    "shelf.room.ring: its guard was tried; what its hand-written body does was not.",
    "Queries and ownership rules in code that the manifest does not describe.",
  ]);
});

test("says of a body that refused everybody that its effect is not verified", () => {
  const refused = ["shelf.ship POST", "shelf.room EVENT ring", "shelf.list GET"];
  const lines = notVerified(project, { ...PROOF, refused }, FILES);
  for (const id of ["shelf.ship", "shelf.room.ring", "shelf.list GET"]) {
    expect(lines.filter((line) => line.startsWith(`${id}:`))).toEqual([
      expect.stringMatching(`${id}: effect not verified.*; tests/samples.txt can give it`),
    ]);
  }
  expect(lines).toContain(
    "shelf.open: its guard was tried; what its hand-written body does was not.",
  );
});

test("passes on what the project's tests could not judge, without what commands a terminal", () => {
  const hostile = ["GET /a/: \u001b[2Ja route\r\n of your own", "x\u202ey", "z".repeat(100_000)];
  const lines = notVerified(project, { ...PROOF, notVerified: hostile }, FILES).slice(3, -1);
  expect(lines.slice(0, 2)).toEqual(["GET /a/:  [2Ja route   of your own", "x y"]);
  expect(lines[2]).toHaveLength(500);
});

test.each([
  ["nothing", ""],
  ["no JSON", "{"],
  ["null", "null"],
  ["a list", "[]"],
  ["no list of refusals", JSON.stringify({ ...PROOF, refused: undefined })],
  ["a list of what is no sentence", JSON.stringify({ ...PROOF, notVerified: [{}] })],
  ["a count that is none", JSON.stringify({ ...PROOF, cells: "12" })],
])("a proof file that holds %s proves nothing", (_what, text) => {
  expect(readProof(text)).toBeNull();
});

test("reads a proof file as the tests write it", () => {
  expect(readProof(`${JSON.stringify({ ...PROOF, endpoints: 1, visitors: 2 })}\n`)).toMatchObject(
    PROOF,
  );
});
