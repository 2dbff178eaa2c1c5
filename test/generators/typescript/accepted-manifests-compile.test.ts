import { execa } from "execa";
import fc from "fast-check";
import { expect, test } from "vitest";
import { loadManifestFrom } from "../../../schema/load.ts";
import { manifests, manifestText } from "../../schema/manifest-arbitrary.ts";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { testdir } from "../../support/testdir.ts";

const forTypescript = manifests({ asksRows: true })
  .map((manifest) =>
    manifestText({ ...manifest, project: { ...manifest.project, target: "typescript" } }),
  )
  .filter((text) => loadManifestFrom({ "spire.yaml": text }).project !== null);

// Each run is a whole compilation: few runs, another seed every time.
test("a random manifest that is accepted compiles and is clean to the linter", async () => {
  await fc.assert(
    fc.asyncProperty(forTypescript, async (text) => {
      const dir = testdir({ "spire.yaml": text });
      await regenerate(dir);
      linkOwnPackages(dir);
      const options = { cwd: dir, reject: false, preferLocal: true } as const;
      const compiled = await execa("tsc", ["--noEmit"], options);
      expect(compiled.stdout).toBe("");
      const linted = await execa("oxlint", ["--deny-warnings", "src"], options);
      expect(linted.stdout).toContain("Found 0 warnings and 0 errors");
    }),
    { numRuns: 3, endOnFailure: true },
  );
}, 240_000);
