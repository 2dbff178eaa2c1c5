/**
 * Who owns a file after it was first written, and what becomes of hand edits. The README of a
 * generated project prints this table.
 */
export const TIERS = {
  generated: {
    /** What the target puts into the tier, in words. */
    files:
      "`src/runtime/`, `src/accounts/`, `src/audit/`, `src/commands/`, `src/database/`, " +
      "`src/forms/`, `src/server/`, `tests/`, every `permissions.ts` and `urls.ts`, the lists under `src/`",
    onRegenerate: "overwritten; a hand edit is refused by name, move it into a file of your own",
  },
  shared: {
    files:
      "views, templates, models, forms, `public/`, `src/main.ts`, `src/seed.ts`, configuration",
    onRegenerate:
      "merged: your lines and the manifest's new ones; nothing is written on a conflict",
  },
  yours: {
    files:
      "`src/routes.ts`, `tests/samples.ts` and `.prettierrc.json`, which are made once, and every " +
      "other file",
    onRegenerate: "never touched",
  },
} as const;

export type Tier = keyof typeof TIERS;
