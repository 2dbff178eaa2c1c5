import { digestOf } from "../project/base-store.ts";
import { SCHEMA_FILE, VERSION_FILE } from "../project/state.ts";
import { versionText } from "../project/version.ts";
import type { Plan, PlanInput } from "./plan.ts";
import { planFile } from "./plan-file.ts";
import { planOrphans } from "./plan-orphans.ts";
import { refusedMarkers, refusedPaths, refusedVersion } from "./refused.ts";

/** Decides, without touching the disk, what has to be written, deleted, moved, kept and refused. */
export function makePlan(input: PlanInput): Plan {
  const { standings, state, version, marked = [] } = input;
  const plan: Plan = {
    writes: [],
    deletes: [],
    created: [],
    updated: [],
    deleted: [],
    moved: [],
    unchanged: [],
    laidOut: [],
    kept: [],
    disowned: [],
    conflicts: [],
    refusals: [
      ...refusedVersion(state, version),
      ...refusedMarkers(standings, marked),
      ...refusedPaths(standings.map(({ file }) => file.path)),
    ],
  };
  // Nothing else is worth saying about files that are half merged.
  if (plan.refusals.some(({ reason }) => reason === "markers")) return plan;
  for (const standing of standings) planFile(plan, standing, input);
  planOwnFiles(plan, input);
  planOrphans(plan, input);
  planBookkeeping(plan, input);
  const written = new Set(plan.writes.map(({ path }) => path));
  plan.deletes = [...new Set(plan.deletes)].filter((path) => !written.has(path));
  return plan;
}

/** The developer's own files change only where they refer to files that move. */
function planOwnFiles(plan: Plan, { standings, followed = new Map() }: PlanInput): void {
  const rendered = new Set(standings.map(({ file }) => file.path));
  for (const [path, { text }] of followed) {
    if (rendered.has(path)) continue;
    plan.writes.push({ path, content: text });
    plan.updated.push(path);
  }
}

function planBookkeeping(plan: Plan, { state, schemaText, version }: PlanInput): void {
  for (const [path, content] of [
    [SCHEMA_FILE, schemaText],
    [VERSION_FILE, versionText(version)],
  ] as const) {
    // A checkout with other line endings is no drift.
    if (digestOf(state.bookkeeping.get(path) ?? "") === digestOf(content)) continue;
    plan.writes.push({ path, content });
  }
}
