import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runSpire } from "../../support/run-spire.ts";
import { testdir } from "../../support/testdir.ts";

const MANIFEST =
  "spire: 1\nproject: { name: notes }\napps: { notes: { models: { Note: { fields: { t: text } } } } }\n";
const PROGRAM =
  'import { writeFileSync } from "node:fs";\nwriteFileSync(new URL("ran", import.meta.url), "");\n' +
  "export default { singleQuote: true };\n";

test("gen does not run a layout that is a program, says so once, and ends in exit 0", async () => {
  const dir = testdir({ "spire.yaml": MANIFEST, "prettier.config.mjs": PROGRAM });
  const { exitCode, stdout, stderr } = await runSpire(["gen", "-C", dir]);
  expect(exitCode).toBe(0);
  expect(stderr.match(/warning W_LAYOUT prettier\.config\.mjs is a program,/g)).toHaveLength(1);
  expect(stdout).not.toContain(".prettierrc.json");
  const again = await runSpire(["gen", "--check", "--json", "-C", dir]);
  expect([again.exitCode, again.stderr]).toEqual([0, ""]);
  const { notices } = JSON.parse(again.stdout) as { notices: unknown };
  const message = expect.stringContaining("which spire does not run");
  expect(notices).toEqual([{ code: "W_LAYOUT", message }]);
  expect(existsSync(join(dir, "ran"))).toBe(false);
});
