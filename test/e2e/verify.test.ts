import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import type { Verification } from "../../verify/verification.ts";
import { linkPackages } from "../support/linked-packages.ts";
import { hasNodePackages, nodeBinary } from "../support/node-versions.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

/** The floor is what runs this suite; the others come as npm packages. */
const NODE_MAJORS = [24, 26];

/** Which projects are tried on those too: one of them, or with SPIRE_LONG all. */
const onEveryNode = (name: string) => name === "team" || process.env["SPIRE_LONG"] !== undefined;

const MANIFESTS = {
  team: "examples/team",
  warehouse: "examples/warehouse",
  everything: "test/fixtures/everything",
  // Names and widths that their own format check once refused.
  ...(process.env["SPIRE_LONG"] !== undefined && {
    "layout of a chain": "test/fixtures/layout/format",
    "layout of a union": "test/fixtures/layout/union",
    "layout of a list": "test/fixtures/layout/matrix-json",
  }),
};

/** Every other project is verified as it was generated. */
const HAND_EDITED = "warehouse";

const NAMED = [
  'src/apps/inventory/templates/notice.tsx:6: not verified. It asks for a permission in another way than "and" and "or", which no visitor tells from every other condition: !perms.inventory.can_lock_inventory',
  'GET /reports/<int:year>/: a route of your own, for "login"; nothing tried it.',
  'POST /hooks/: a route of your own, for "inventory.change_inventory"; nothing tried it.',
];

/** A part of a page that shows something to do to those who lack a permission. */
const NOTICE = `import type { PageProps } from "#runtime/page";
import { inventoryUrls } from "../urls.ts";

export function Notice({ perms }: Pick<PageProps, "perms">) {
  return (
    <p>{!perms.inventory.can_lock_inventory && <a href={inventoryUrls.list()}>Ask for it</a>}</p>
  );
}
`;

function writeRoutes(dir: string): void {
  const path = join(dir, "src", "routes.ts");
  const text = readFileSync(path, "utf8")
    .replace("import type { OwnRoute }", "import { type OwnRoute, ownRoute }")
    .replace(
      "[];",
      `[
  ownRoute({
    method: "GET",
    path: "/reports/<int:year>/",
    guard: "login",
    handler: ({ params }) => ({ year: params["year"] }),
  }),
  ownRoute({
    method: "POST",
    path: "/hooks/",
    guard: InventoryPermission.ChangeInventory,
    handler: () => ({}),
  }),
];`,
    );
  const permissions = 'import { InventoryPermission } from "./apps/inventory/permissions.ts";\n';
  writeFileSync(path, permissions + text);
}

describe.each(Object.entries(MANIFESTS))("the project of %s", (name, folder) => {
  const dir = testdir();

  beforeAll(async () => {
    // The manifest and its includes; an example's README is not the project's.
    const filter = (path: string): boolean => !extname(path) || extname(path) === ".yaml";
    cpSync(join(packageRoot, folder), dir, { recursive: true, filter });
    const { exitCode, stderr } = await runSpire(["gen", "-C", dir]);
    expect(stderr).not.toContain("error");
    expect(exitCode).toBe(0);
    if (name === HAND_EDITED) {
      writeRoutes(dir);
      writeFileSync(join(dir, "src/apps/inventory/templates/notice.tsx"), NOTICE);
    }
    await linkPackages(dir);
  }, 300_000);

  async function expectVerified(node?: string): Promise<void> {
    const options = node === undefined ? {} : { node };
    const { exitCode, stdout } = await runSpire(["verify", "-C", dir, "--json"], options);
    const verification = JSON.parse(stdout) as Verification;
    // The steps first: they say what went wrong.
    expect(verification.steps?.filter((step) => !step.ok)).toEqual([]);
    expect(verification.tests.failed).toBe(0);
    expect(verification.tests.passed).toBeGreaterThan(20);
    expect(verification.proven?.cells).toBeGreaterThan(50);
    expect(verification.notVerified.length).toBeGreaterThan(0);
    const unseen = verification.notVerified.filter((line) =>
      /nothing tried it|not tried|another way/.test(line),
    );
    expect(unseen).toEqual(name === HAND_EDITED ? NAMED : []);
    expect(exitCode).toBe(0);
  }

  test("compiles, is well formatted and passes its tests", () => expectVerified(), 600_000);

  test.skipIf(!hasNodePackages).each(onEveryNode(name) ? NODE_MAJORS : [])(
    `does so on Node %i too (${name})`,
    async (major) => {
      const node = await nodeBinary(major);
      const { stdout } = await execa(node, ["--version"]);
      expect(stdout).toMatch(new RegExp(`^v${major}\\.`));
      await expectVerified(node);
    },
    600_000,
  );
});

describe("a project whose code was broken by hand", () => {
  const dir = testdir();

  beforeAll(async () => {
    cpSync(join(packageRoot, "examples/team/spire.yaml"), join(dir, "spire.yaml"));
    await runSpire(["gen", "-C", dir]);
    await linkPackages(dir);
  }, 300_000);

  test("is not verified: the step, the place and exit 1", async () => {
    const page = join(dir, "src/apps/team/templates/admin.tsx");
    const text = readFileSync(page, "utf8");
    expect(text).toContain("perms.team.manage_team_members");
    writeFileSync(page, text.replaceAll("manage_team_members &&", "manage_team_membres &&"));
    const { exitCode, stdout, stderr } = await runSpire(["verify", "-C", dir]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain('error E_VERIFICATION_FAILED Step "compile"');
    expect(stderr).toContain("src/apps/team/templates/admin.tsx");
    expect(stderr).toContain("manage_team_membres");
    expect(stdout).not.toContain("Proven");
  }, 600_000);
});

test.skipIf(!hasNodePackages)(
  "a Node that is too old is told so, without a stack trace",
  async () => {
    const node = await nodeBinary(18);
    const { exitCode, stderr } = await runSpire(["--version"], { node });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^spire needs Node 20\.19 or newer; this is Node 18\.[\d.]+\.$/);
  },
  300_000,
);
