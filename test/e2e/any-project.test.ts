import fc from "fast-check";
import { expect, test } from "vitest";
import { manifests, manifestText } from "../schema/manifest-arbitrary.ts";
import { breakableProject, runTests } from "../support/breakable-project.ts";

// An untouched project passes its own tests and attacks, whatever its manifest says.

/** With SPIRE_LONG so many, from a seed of their own; else one that is always the same. */
const isLong = process.env["SPIRE_LONG"] !== undefined;
const runs = isLong ? 20 : 1;
const seed = Number(process.env["SEED"] ?? (isLong ? Math.floor(Math.random() * 2 ** 31) : 4711));

const samples = fc.sample(manifests(), { seed, numRuns: runs });

test.each(samples.map((manifest, place) => [place, manifest] as const))(
  `the project of any manifest passes its tests: SEED=${seed}, number %i`,
  { timeout: 900_000 },
  async (_place, manifest) => {
    const project = await breakableProject(manifestText(manifest));
    const { failed, messages, ran } = await runTests(project);
    expect(failed, messages.slice(0, 4000)).toEqual([]);
    expect(ran).toBeGreaterThan(100);
  },
);
