import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { packageRoot } from "../../../../schema/package-root.ts";
import {
  breakableProject,
  exactly,
  fits,
  type Mutant,
  runTests,
  whileBroken,
} from "../../../support/breakable-project.ts";

// The attack suite must notice when a form, action or event takes what it does not offer.

let project: string;
beforeAll(async () => {
  const manifest = join(packageRoot, "test/fixtures/tenants/spire.yaml");
  project = await breakableProject(readFileSync(manifest, "utf8"));
});

const ALIKE = "an id that is not offered is answered like one that is not there:";

const mutants: (Mutant & { attack: string })[] = [
  {
    what: "a form that takes what it does not offer",
    file: "src/forms/choices.ts",
    from: "form.errors[name] = NOT_THERE;",
    to: "void form.errors;",
    attack: `${ALIKE} of another object's row`,
  },
  {
    what: "an event that takes what no form would offer",
    file: "src/forms/choices.ts",
    from: "throw new RowGone();",
    to: "void RowGone;",
    attack: `${ALIKE} of another object's row`,
  },
  {
    what: "rows of every object",
    file: "src/rows/rows.ts",
    from: "(where ?? sql`true`)",
    to: "((where && sql`true`) ?? sql`true`)",
    attack: `${ALIKE} of another object's row`,
  },
  {
    what: "rows that the visitor may not view",
    file: "src/rows/rows.ts",
    from: ": sql`false`",
    to: ": sql`true`",
    attack: `${ALIKE} of a row that the visitor may not view`,
  },
  {
    what: "users who are no members",
    file: "src/forms/offers.ts",
    from: "offering(inArray(auth.User.id, members))",
    to: "offering(members && sql`true`)",
    attack: `${ALIKE} of a user who is none of those`,
  },
  {
    what: "other words for a row that is there",
    file: "src/forms/choices.ts",
    from: "form.errors[name] = NOT_THERE;",
    to: 'form.errors[name] = id > 1_000_000 ? NOT_THERE : "Choose another one.";',
    attack: `${ALIKE} of another object's row`,
  },
];

/** Every third one; all of them with SPIRE_LONG. */
const tried = process.env["SPIRE_LONG"] ? mutants : mutants.filter((_, place) => place % 3 === 0);

it("breaks code that is there, with each of them", () => {
  expect(mutants.filter((mutant) => !fits(project, mutant)).map(({ what }) => what)).toEqual([]);
});

it.each(tried)("notices $what", { timeout: 600_000 }, async (mutant) => {
  await whileBroken(project, mutant, async () => {
    const { failed } = await runTests(project, "tests/attack", "-t", exactly(mutant.attack));
    expect(failed.filter((name) => name.includes(mutant.attack))).not.toEqual([]);
  });
});

it("finds nothing in the project as it was generated", { timeout: 600_000 }, async () => {
  const attacks = [...new Set(tried.map(({ attack }) => attack))];
  const any = attacks.map(exactly).join("|");
  const { failed, ran } = await runTests(project, "tests/attack", "-t", any);
  expect(failed).toEqual([]);
  expect(ran).toBeGreaterThanOrEqual(attacks.length);
});
