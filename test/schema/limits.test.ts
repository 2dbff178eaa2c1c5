import { expect, test } from "vitest";
import { loadManifest, loadManifestFrom } from "../../schema/load.ts";
import { testdir } from "../support/testdir.ts";
import { TOO_LARGE } from "./too-large.ts";

const cases = Object.entries(TOO_LARGE).flatMap(([code, manifests]) =>
  Object.entries(manifests).map(([what, make]) => [what, code, make] as const),
);

test.each(cases)("%s ends in %s", (_, code, make) => {
  const { project, diagnostics } = loadManifestFrom({ "spire.yaml": make() });
  expect(project).toBeNull();
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
  expect(diagnostics.length).toBeLessThanOrEqual(30);
});

test("a file of 20 MB is refused before it is read", async () => {
  const dir = testdir({ "spire.yaml": `# ${"x".repeat(20_000_000)}` });
  const { diagnostics } = await loadManifest(dir);
  expect(diagnostics.map(({ code }) => code)).toEqual(["SP003"]);
});
