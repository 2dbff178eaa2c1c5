/**
 * The tests in parts, by file. Whatever none of these names belongs to "main"; a file that two
 * name belongs to the last. `npm test` runs all but "proofs", as far as the machine has what they
 * need, and is to take less than 8 minutes on two cores; `.ci/run` runs all.
 */
export const PROJECTS = {
  /** They open pages in Chromium; the pages' sites run on PostgreSQL. */
  browser: ["test/e2e/browser/**"],
  /** They need a PostgreSQL server. */
  postgres: [
    "test/e2e/postgres/**",
    "test/e2e/operations/**",
    "test/e2e/attack.test.ts",
    "test/runtime/deletion.test.ts",
    "test/runtime/postgres.test.ts",
    "test/runtime/rate-limits.test.ts",
    "test/runtime/revocation.test.ts",
    "test/runtime/two-windows.test.ts",
    "test/bench/runtime.test.ts",
  ],
  /** They run whole suites of generated projects, or spire itself, again and again. */
  proofs: [
    "test/bin/recover/interrupted.test.ts",
    "test/e2e/any-project.test.ts",
    "test/e2e/attack.test.ts",
    "test/e2e/merged-branches.test.ts",
    "test/e2e/narrow.test.ts",
    "test/e2e/one-project.test.ts",
    "test/e2e/operations/**",
    "test/e2e/upgrade.test.ts",
    "test/e2e/verify.test.ts",
    "test/e2e/package-managers.test.ts",
    "test/e2e/postgres/suites.test.ts",
    "test/generators/typescript/suites/attack-can-fail.test.ts",
    "test/generators/typescript/suites/attack-can-fail-references.test.ts",
    "test/generators/apply/crash.test.ts",
    "test/generators/merge/edited-projects.property.test.ts",
    "test/generators/typescript/suites/hand-written-bodies.test.ts",
    "test/generators/typescript/suites/complete-proof.test.ts",
    "test/generators/typescript/suites/other-conditions.test.ts",
    "test/generators/typescript/suites/pickers.test.ts",
    "test/generators/typescript/suites/request-values.test.ts",
    "test/generators/typescript/suites/row-conditions.test.ts",
    "test/generators/typescript/suites/suite-can-fail.test.ts",
    "test/generators/typescript/suites/world-can-fail.test.ts",
    "test/generators/typescript/code/names.test.ts",
    "test/generators/layout/other-layouts.test.ts",
  ],
} as const;
