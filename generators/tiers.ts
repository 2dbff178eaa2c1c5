/**
 * Who owns a file after it was first written, and what becomes of hand edits when the project is
 * generated again. The README of a generated project says it, with the files of each.
 */
export const TIERS = {
  generated: "overwritten; a hand edit is refused by name, move it into a file of your own",
  shared: "merged: your lines and the manifest's new ones; nothing is written on a conflict",
  yours: "never touched",
  history: "only added to; it has no record, and the target reads it before it renders",
} as const;

export type Tier = keyof typeof TIERS;
