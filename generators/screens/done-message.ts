import type { SafeEffect } from "../render/safe-project.ts";
import { humanized } from "./titles.ts";

const SAID: Readonly<Record<SafeEffect["kind"], string>> = {
  toggle: "Saved.",
  set: "Saved.",
  advance: "Saved.",
  delete: "Deleted.",
  create: "Added.",
};

/** What an action or event says when it is done; one that is not written says so. */
export function doneMessage(name: string, effect: SafeEffect | null): string {
  return effect === null ? `“${humanized(name)}” does nothing yet.` : SAID[effect.kind];
}
