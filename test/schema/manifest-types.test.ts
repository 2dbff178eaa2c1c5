import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
// @ts-expect-error a build script without types
import { manifestTypes } from "../../scripts/generate-types.mjs";

test("the types of the manifest are those of its JSON Schema", async () => {
  const types = await readFile(new URL("../../schema/manifest.types.ts", import.meta.url), "utf8");
  expect(types).toBe(await manifestTypes());
});
