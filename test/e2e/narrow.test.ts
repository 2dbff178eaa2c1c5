import { expect, test } from "vitest";
import { runTests } from "../support/breakable-project.ts";
import { generatedProject } from "../support/generated-project.ts";

test("where there can be few rows of something, or one, every generated test passes all the same", async () => {
  const { failed, ran } = await runTests(await generatedProject("narrow"));
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThan(1000);
}, 900_000);
