import { copyFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";
import { loadManifestFrom } from "../../../schema/load.ts";
import type { FieldManifest, LongField, ModelManifest } from "../../../schema/manifest.types.ts";
import { runTests } from "../../support/breakable-project.ts";
import { regenerate } from "../../support/generated-project.ts";
import { linkOwnPackages } from "../../support/link-own-packages.ts";
import { testdir } from "../../support/testdir.ts";

const CHOICES = [" ", "a\nb", "a\r\nb", `'"<b>\${x}`, "it's", "é🚀", "one", "two", "null"];
const NAMES = [
  "name",
  "email",
  "website",
  "code",
  "city",
  "notes",
  "count",
  "end_date",
  "x",
  "order",
];
const text = (shortest: number) =>
  fc.record({ max_length: fc.oneof(fc.integer({ min: shortest, max: shortest + 20 })) });

/** A field of any type, with any of its options. */
const field: fc.Arbitrary<LongField> = fc
  .oneof(
    fc.tuple(fc.constantFrom("string", "slug"), text(1)),
    fc.tuple(fc.constant("email"), text(6)),
    fc.tuple(fc.constant("url"), text(8)),
    fc.tuple(
      fc.constantFrom("text", "integer", "bigint", "boolean", "date", "datetime", "time", "uuid"),
      fc.constant({}),
    ),
    fc.tuple(
      fc.constant("choice"),
      fc.record({ choices: fc.uniqueArray(fc.constantFrom(...CHOICES), { minLength: 1 }) }),
    ),
    fc.tuple(
      fc.constant("decimal"),
      fc
        .tuple(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 0, max: 14 }))
        .map(([max, places]) => ({ max_digits: max, decimal_places: Math.min(max, places) })),
    ),
    fc.tuple(fc.constant("user"), fc.constant({})),
    // To the model of that place among those before it, or to its own.
    fc.tuple(fc.constant("reference"), fc.record({ to: fc.nat(40).map(String) })),
  )
  .chain(([type, options]) =>
    fc
      .record({ null: fc.boolean(), unique: fc.boolean() })
      .map((more) => ({ type, ...options, ...more }) as LongField),
  );

const model = fc.record({
  fields: fc.dictionary(fc.constantFrom(...NAMES), field, { minKeys: 1, maxKeys: 6 }),
  together: fc.array(fc.nat(5), { minLength: 2, maxLength: 3 }),
});

/** Thirty models, each with a form. */
const manifest = fc.array(model, { minLength: 30, maxLength: 30 }).map((drawn) => {
  const models: Record<string, ModelManifest> = {};
  const views: Record<string, object> = {};
  for (const [place, { fields, together }] of drawn.entries()) {
    const entries = Object.entries(fields).map(([name, written]): [string, FieldManifest] => {
      if (written.type !== "reference") return [name, written];
      const other = Number(written.to) % (place + 1);
      // A row that needs another of its kind can never be the first.
      const own = other === place ? { null: true } : {};
      return [name, { ...written, to: `any.M${other}`, ...own }];
    });
    const names = [...new Set(together.map((at) => entries[at % entries.length]?.[0] ?? ""))];
    models[`M${place}`] = {
      fields: Object.fromEntries(entries),
      ...(names.length > 1 ? { unique_together: [names] } : {}),
    };
    views[`create_m${place}`] = { kind: "create", model: `M${place}`, path: `/m${place}/` };
  }
  return { spire: 1, project: { name: "rows" }, apps: { any: { models, views } } };
});

const seed = Number(process.env["SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const numRuns = process.env["SPIRE_LONG"] ? 20 : 1;

test(
  `each sample row of any model passes the form of its model (SEED=${seed})`,
  async () => {
    await fc.assert(
      fc.asyncProperty(manifest, async (drawn) => {
        const yaml = stringify(drawn);
        const { diagnostics } = loadManifestFrom({ "spire.yaml": yaml });
        expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const dir = testdir({ "spire.yaml": yaml });
        await regenerate(dir);
        linkOwnPackages(dir);
        const suite = join(import.meta.dirname, "fixtures/sample-rows/suite.ts");
        copyFileSync(suite, join(dir, "tests/sample-rows.test.ts"));
        const { failed, ran } = await runTests(dir, "tests/sample-rows.test.ts");
        expect(failed).toEqual([]);
        expect(ran).toBe(30);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  },
  120_000 * numRuns,
);
