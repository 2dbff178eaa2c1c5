import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { breakableProject, runTests } from "../../../support/breakable-project.ts";
import { editFile } from "../../../support/edit-file.ts";

// What a developer writes into bodies and templates is judged fairly: a rule of one's own is no hole
// in the guard, and what it keeps the tests from seeing is not called proven.

const MANIFEST = `
spire: 1
project: { name: small }
apps:
  shelf:
    models:
      Shelf:
        fields: { name: string, is_locked: boolean, amount: { type: integer, default: 0 } }
        permissions: { can_lock_shelf: Can lock a shelf }
    views:
      list: { kind: list, links: [lock, room] }
      lock: { kind: action, permission: can_lock_shelf, effect: { toggle: is_locked }, audit: true }
      ship:
        { kind: action, permission: can_lock_shelf, params: { count: integer }, audit: true }
      open: { kind: action, permission: can_lock_shelf }
      room:
        kind: live
        path: /rooms/<int:shelf_id>/
        object: { model: Shelf, key: shelf_id }
        handlers: { ring: { permission: can_lock_shelf, audit: true } }
`;

const TIMEOUT = 240_000;
const TESTS = ["tests/permissions.test.ts", "tests/protections.test.ts"];

let project: string;
beforeEach(async () => {
  project = await breakableProject(MANIFEST);
});

/** What the tests say that they did not see. */
function refusedBodies(): string[] {
  const proof = JSON.parse(readFileSync(join(project, ".spire-proof.json"), "utf8")) as {
    refused: string[];
  };
  return proof.refused;
}

const ship = (rule: string) =>
  editFile(project, "src/apps/shelf/views/ship.ts", /\/\/ Here goes.*\n\s*return .*/, rule);

const TOO_FEW = `if (this.object.amount < params.count) return this.refuse("Too few.");
    await this.db
      .update(models.Shelf)
      .set({ amount: this.object.amount - params.count })
      .where(eq(models.Shelf.id, this.object.id));
    return this.done("Shipped.");`;

function writeShip(): void {
  editFile(project, "src/apps/shelf/views/ship.ts", "  run(_params", "  async run(params");
  editFile(project, "src/apps/shelf/views/ship.ts", /^/, 'import { eq } from "drizzle-orm";\n');
  ship(TOO_FEW);
}

const samples = (text: string) =>
  editFile(project, "tests/samples.ts", /= \{\n[^]*\n\};/, `= {\n${text}\n};`);

it(
  "lets a body refuse by a rule of its own, and says that its effect was not seen",
  async () => {
    writeShip();
    const { failed } = await runTests(project, ...TESTS);
    expect(failed).toEqual([]);
    expect(refusedBodies()).toEqual(["shelf.ship POST"]);
  },
  TIMEOUT,
);

it(
  "sees the effect of such a body once there is a row that it accepts",
  async () => {
    writeShip();
    samples(`  endpoints: {
    "shelf.ship POST": { rows: { "shelf.Shelf": { amount: 9 } }, input: { count: 9 } },
  },`);
    const { failed } = await runTests(project, ...TESTS);
    expect(failed).toEqual([]);
    expect(refusedBodies()).not.toContain("shelf.ship POST");
  },
  TIMEOUT,
);

it(
  "demands the manifest's effect although the body refuses, and says how it can be seen",
  async () => {
    const rule = 'if (this.object.amount < 1000) return this.refuse("Too few.");';
    editFile(
      project,
      "src/apps/shelf/views/lock.ts",
      "async run() {\n",
      `async run() {\n    ${rule}\n`,
    );
    const before = await runTests(project, "tests/permissions.test.ts");
    expect(before.failed).toContain("shelf.lock POST superuser · allow");
    expect(before.failed.filter((name) => !name.includes("shelf.lock POST"))).toEqual([]);
    expect(before.messages).toContain("Too few.");
    expect(before.messages).toContain('Let tests/samples.ts give "shelf.lock POST" rows');

    samples('  rows: { "shelf.Shelf": { amount: 1000 } },');
    const after = await runTests(project, "tests/permissions.test.ts");
    expect(after.failed).toEqual([]);
  },
  TIMEOUT,
);

it(
  "calls a body that fails no body that refuses",
  async () => {
    ship('throw new Error("Not yet.");');
    const { failed } = await runTests(project, "tests/permissions.test.ts");
    expect(failed).toContain("shelf.ship POST superuser · allow");
    expect(failed.filter((name) => !/ship POST .*allow$/.test(name))).toEqual([]);
  },
  TIMEOUT,
);

it(
  "lets a body lead anywhere, even to the login page",
  async () => {
    ship('return this.redirect("/login/?next=/");');
    const { failed } = await runTests(project, "tests/permissions.test.ts");
    expect(failed).toEqual([]);
    expect(refusedBodies()).not.toContain("shelf.ship POST");
  },
  TIMEOUT,
);

it(
  "names a sample for an endpoint that does not exist",
  async () => {
    samples('  endpoints: { "shelf.shipp POST": {} },');
    const { failed } = await runTests(project, "tests/closed-world.test.ts");
    expect(failed).toEqual(["tests/samples.ts speaks of no endpoint that does not exist"]);
  },
  TIMEOUT,
);

/** What a template may hold besides: nothing of it loads or runs anything. */
const MARKUP = `
      <svg viewBox="0 0 10 10" role="img">
        <title>A chart</title>
        <a href="#chart"><path d="M0 0L10 10" /></a>
        <use xlinkHref="#bar" />
        <foreignObject><p>A label</p></foreignObject>
      </svg>
      <math><mi>x</mi></math>
      <details open><summary data-on="1">More</summary></details>
      <dialog><form method="dialog"><button>Close</button></form></dialog>
      <form action="/shelf/"><input name="page" /></form>
      <img alt="" src="data:image/png;base64,iVBORw0KGgo=" />
      <div dangerouslySetInnerHTML={{ __html: "<!-- a comment with <main> in it -->" }} />
`;

it(
  "lets a template draw a chart, and hold whatever else loads and runs nothing",
  async () => {
    for (const page of ["list", "room"]) {
      editFile(project, `src/apps/shelf/templates/${page}.tsx`, /<PageHead/, `${MARKUP}<PageHead`);
    }
    const { failed, ran } = await runTests(
      project,
      "tests/controls.test.ts",
      "tests/navigation.test.ts",
      "tests/attack",
      "-t",
      "shown|hidden|named|hostile",
    );
    expect(failed).toEqual([]);
    expect(ran).toBeGreaterThan(40);
  },
  TIMEOUT,
);
