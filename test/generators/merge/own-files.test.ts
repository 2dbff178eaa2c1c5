import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../../generators/generate.ts";
import { generatedProject, regenerate } from "../../support/generated-project.ts";

// Files that the developer has written beside spire's, when spire's move.

const OWN = "src/reports/stock.ts";
const OWN_TEXT = `import { Team } from "../apps/team/models.ts";
import { TeamAdminView } from '../apps/team/views/admin.ts';
import "./not-there.ts";

export const said = ["../apps/team/models", "./apps/team/models.ts", Team, TeamAdminView];
`;

const IMAGE = "public/logo.png";
/** No UTF-8, with a text in it that looks like an import of a file that moves. */
const IMAGE_BYTES = Buffer.concat([
  Buffer.from([0xff]),
  Buffer.from('"../src/apps/team/models.ts"'),
]);

/** The team example with a file of one's own, and with hand edits that the rename says nothing of. */
async function editedTeam() {
  const dir = await generatedProject("team");
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  };
  const read = (path: string) => readFileSync(join(dir, path), "utf8");
  write(OWN, OWN_TEXT);
  writeFileSync(join(dir, IMAGE), IMAGE_BYTES);
  write("src/routes.ts", `import { Team } from "./apps/team/models.ts";\n${read("src/routes.ts")}`);
  write("src/seed.ts", `${read("src/seed.ts")}\nimport "./apps/team/models.ts";\n`);
  write(
    "spire.yaml",
    read("spire.yaml").replace("  team:\n", "  club:\n    renamed_from: team\n    label: team\n"),
  );
  return { dir, read };
}

test("imports of files that move lead to them from the developer's own files too", async () => {
  const { dir, read } = await editedTeam();
  const plan = await regenerate(dir);
  expect(plan.moved.map(({ to }) => to)).toContain("src/apps/club/models.ts");
  expect(read(OWN)).toBe(
    OWN_TEXT.replace('"../apps/team/models.ts"', '"../apps/club/models.ts"').replace(
      "'../apps/team/views",
      "'../apps/club/views",
    ),
  );
  expect(read("src/routes.ts")).toContain('from "./apps/club/models.ts"');
  expect(read("src/seed.ts")).toContain('import "./apps/club/models.ts"');
  expect(readFileSync(join(dir, IMAGE))).toEqual(IMAGE_BYTES);
  expect(plan.updated).toEqual(expect.arrayContaining([OWN, "src/routes.ts"]));
  const again = await regenerate(dir);
  expect([again.writes, again.deletes]).toEqual([[], []]);
});

test("a dry run names the developer's files that would follow, and leaves them", async () => {
  const { dir, read } = await editedTeam();
  const { plan, state } = await generate(dir, { dryRun: true });
  expect(plan?.updated).toContain(OWN);
  expect(state?.files.get(OWN)).toEqual({ kind: "file", text: OWN_TEXT });
  expect(read(OWN)).toBe(OWN_TEXT);
});
