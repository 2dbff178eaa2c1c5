import { readFileSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../schema/package-root.ts";
import { editFile } from "../support/edit-file.ts";
import { linkPackages } from "../support/linked-packages.ts";
import { runSpire } from "../support/run-spire.ts";
import { testdir } from "../support/testdir.ts";

// `test/fixtures/earlier` holds the examples as spire wrote them before modules of every project
// moved and were imported by their place below `src/`.

/** What was there, and what a person made of it; `now`: where it is afterwards, if elsewhere. */
type Edit = readonly [path: string, before: string, after: string, now?: string];

interface Project {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** Where an edit meets what is written otherwise now, so that the person has to say whose it is. */
  readonly settled: readonly string[];
  /** What the person then changes, who has kept the old way of a page and its view. */
  readonly afterwards?: readonly Edit[];
  /** Files of one's own that import modules which have moved since. */
  readonly own: Readonly<Record<string, string>>;
}

const PROJECTS: readonly Project[] = [
  {
    name: "warehouse",
    settled: [
      "src/apps/inventory/views/list.ts",
      "src/apps/inventory/templates/list.tsx",
      "src/apps/company/templates/detail.tsx",
    ],
    afterwards: [
      [
        "src/apps/inventory/templates/list.tsx",
        'import type { List } from "#lists/address"',
        'import type { Pages } from "#rows/pagination"',
      ],
      ["src/apps/inventory/templates/list.tsx", "  list: List;", "  pages: Pages;"],
      ["src/apps/inventory/templates/list.tsx", "{ rows, list, ", "{ rows, pages, "],
    ],
    edits: [
      [
        "src/apps/inventory/views/update.ts",
        "    if (!saved) {",
        '    if (saved && this.object.is_locked) return this.refuse("It is locked.");\n    if (!saved) {',
      ],
      ["src/apps/inventory/views/list.ts", "models.Inventory.id)", "models.Inventory.name)"],
      [
        "src/apps/inventory/views/list.ts",
        "import { View }",
        'import { shelfOf } from "../../../reports/shelves.ts";\nimport { View }',
      ],
      [
        "src/apps/inventory/views/list.ts",
        "    return this.render",
        "    for (const row of rows) row.name = `${row.name} ${shelfOf(row.id)}`;\n    return this.render",
      ],
      [
        "src/apps/inventory/templates/inventory-fields.tsx",
        'label="Name"',
        'label="Name on the label"',
        "src/apps/inventory/templates/fields/inventory.tsx",
      ],
      [
        "src/apps/inventory/templates/list.tsx",
        '                  <td data-label="Is locked">',
        '                  <td data-label="Shelf">{shelfOf(row.id)}</td>\n                  <td data-label="Is locked">',
      ],
      [
        "src/apps/inventory/templates/list.tsx",
        "import { Layout }",
        'import { shelfOf } from "../../../reports/shelves.ts";\nimport { Layout }',
      ],
      [
        "src/apps/company/templates/detail.tsx",
        "    </Layout>",
        '      <p class="hint">Ask the office for more.</p>\n    </Layout>',
      ],
      [
        "src/templates/layout.tsx",
        "        {page.live && <ConfirmDialog",
        "        <footer>Northern Depot</footer>\n        {page.live && <ConfirmDialog",
      ],
      ["package.json", '"scripts": {', '"scripts": {\n    "report": "tsx src/reports/print.ts",'],
    ],
    own: {
      "src/reports/shelves.ts": `import { Inventory } from "../apps/inventory/models.ts";
import type { Database } from "../database/connection.ts";
import { labelsOf, visible } from "../database/rows.ts";

/** Where a thing is kept. */
export const shelfOf = (id: number) => \`(shelf \${id % 10})\`;

export async function namesOf(db: Database, ids: number[]) {
  return labelsOf(db, visible(Inventory.name, true), ids);
}
`,
      "src/reports/who.ts": `import type { FastifyRequest } from "fastify";
import {
  isSameHost,
  loginLocation,
  safeNext,
  safeReferer as backToOrigin,
} from "../runtime/next.ts";
import { visitorOf } from "../runtime/sessions.ts";

export const who = (request: FastifyRequest) => visitorOf(request).user?.username ?? "nobody";
export const ways = { isSameHost, loginLocation, safeNext, backToOrigin };
`,
      "tests/own/build.test.ts": `import { expect, it } from "vitest";
import { buildApp } from "../../src/runtime/app.ts";
import { sampleRows } from "../../src/database/sample-rows.ts";

it("has what it is built with", () => {
  expect([typeof buildApp, typeof sampleRows]).toEqual(["function", "function"]);
});
`,
    },
  },
  {
    name: "team",
    settled: ["src/apps/team/templates/admin.tsx"],
    edits: [
      [
        "src/apps/team/views/admin.ts",
        "    if (deleted === 0) this.notFound();",
        "    if (deleted === 0) this.notFound();\n    await tell(this.db, this.object.name);",
      ],
      [
        "src/apps/team/views/admin.ts",
        'import { and, eq } from "drizzle-orm";',
        'import { and, eq } from "drizzle-orm";\nimport { tell } from "../../../mail/tell.ts";',
      ],
      ["src/apps/team/views/admin.ts", "  view() {", '  teamColor = "teal";\n\n  view() {'],
      [
        "src/apps/team/templates/admin.tsx",
        "      <dl",
        '      <p class="hint">Teams meet on Mondays.</p>\n      <dl',
      ],
      [
        "src/apps/team/models.ts",
        "export type TeamRow",
        "/** As it is in the sales office. */\nexport type TeamRow",
      ],
      [
        "src/main.ts",
        "    console.log(`\\n${projectName} is at ${address}`);",
        '    console.log(`\\n${projectName} is at ${address}`);\n    console.log("Good morning.");',
      ],
      ["public/style.css", ":root {", ":root {\n  --team: teal;"],
    ],
    own: {
      "src/mail/tell.ts": `import type { Database } from "../database/connection.ts";
import { projectTables } from "../database/table-facts.ts";

export async function tell(db: Database, name: string): Promise<void> {
  for (const table of projectTables()) await db.select().from(table).limit(1);
  if (name === "") throw new Error("A team without a name.");
}
`,
      "src/mail/limits.ts": `import { isHtmx, sendPage } from "../runtime/http.ts";
import { type Limit, RateLimits } from "../runtime/rate-limits.ts";
import { explain } from "../server/failures.ts";

export const limits = new RateLimits(null);
export const often: Limit = { maxCalls: 1, perSeconds: 1 };
export const ways = [isHtmx, sendPage];
export const reason = (error: unknown) => explain(error) ?? "unknown";
`,
      "tests/own/mail.test.ts": `import { expect, it } from "vitest";
import { beginWrite } from "../../src/runtime/writes.ts";
import { rowName } from "../../src/database/row-name.ts";

it("knows the modules that it uses", () => {
  expect([typeof beginWrite, typeof rowName]).toEqual(["function", "function"]);
});
`,
    },
  },
];

async function earlierProject({ name, edits, own }: Project): Promise<string> {
  const dir = testdir();
  await execa("tar", [
    "-xzf",
    join(packageRoot, "test/fixtures/earlier", `${name}.tar.gz`),
    "-C",
    dir,
  ]);
  for (const [path, before, after] of edits) editFile(dir, path, before, after);
  for (const [path, text] of Object.entries(own)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

describe.each(PROJECTS)("a $name of an earlier version, edited by hand", (project) => {
  it("gets the present layout, keeps every edit, compiles and is as the manifest says", async () => {
    const dir = await earlierProject(project);
    const asked = await runSpire(["gen", "-C", dir]);
    expect([asked.exitCode, conflictsIn(asked.stderr)]).toEqual([1, project.settled]);
    const ours = project.settled.flatMap((path) => ["--ours", path]);
    const { exitCode, stderr } = await runSpire(["gen", "-C", dir, ...ours]);
    expect([exitCode, conflictsIn(stderr)]).toEqual([0, []]);
    for (const [path, before, after] of project.afterwards ?? []) {
      editFile(dir, path, before, after);
    }
    for (const [path, , after, now = path] of project.edits) {
      const kept = after.split("\n").find((line) => !line.includes("import "));
      if (kept) expect(readFileSync(join(dir, now), "utf8")).toContain(kept.trim());
    }
    await linkPackages(dir);
    const { stdout } = await execa("npx", ["tsc", "--noEmit"], { cwd: dir, reject: false });
    expect(stdout).toBe("");
    const check = await runSpire(["gen", "--check", "-C", dir]);
    expect([check.exitCode, check.stdout]).toEqual([0, expect.stringContaining("Up to date")]);
    const format = await execa("npx", ["prettier", "--check", "."], { cwd: dir, reject: false });
    expect([format.exitCode, format.stderr]).toEqual([0, ""]);
    const suite = ["vitest", "run", "tests/own", "tests/closed-world.test.ts"];
    const tests = await execa("npx", suite, { cwd: dir, reject: false });
    expect([tests.exitCode, tests.stdout]).toEqual([0, expect.stringContaining("2 passed")]);
  }, 600_000);
});

function conflictsIn(stderr: string): string[] {
  return [...stderr.matchAll(/^ *(\S+) was edited by hand where/gm)].map(([, path = ""]) => path);
}
