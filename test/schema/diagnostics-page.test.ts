import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
// @ts-expect-error a build script without types
import { diagnosticsPage } from "../../scripts/generate-docs.mjs";

test("docs/diagnostics.md is written from the table of codes", async () => {
  const page = await readFile(new URL("../../docs/diagnostics.md", import.meta.url), "utf8");
  expect(page).toBe(await diagnosticsPage());
});
