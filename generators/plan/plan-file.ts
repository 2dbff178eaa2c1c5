import { orphanPath } from "../files/project-paths.ts";
import { isMarker } from "../project/conflict-markers.ts";
import type { Merge } from "../merge/merge-file.ts";
import { recordOf, recordPath } from "../project/base-store.ts";
import type { Standing } from "../project/standing.ts";
import type { ProjectState } from "../project/state.ts";
import type { Plan, PlanInput } from "./plan.ts";
import { refusal } from "./refusal.ts";

/** Plans one rendered file, with its record. */
export function planFile(
  plan: Plan,
  standing: Standing,
  { state, laidOut, followed, merges = new Map(), overwrite = new Set() }: PlanInput,
): void {
  const { file, text, obstacle, verdict } = standing;
  const { path } = file;
  if (obstacle !== null) {
    plan.refusals.push(refusal(path, "obstacle", obstacle));
    return;
  }
  const layout = laidOut?.texts.get(path);
  if (layout !== undefined) {
    planText(plan, standing, layout.text);
    planRecord(plan, standing);
    if (layout.onlyLayout) plan.laidOut.push(path);
    return;
  }
  // The developer has removed it: for good, unless it is asked for again.
  if (verdict === "leave" && text === undefined && !overwrite.has(path)) return;
  const merge = verdict === "merge" ? merges.get(path) : undefined;
  const wanted = followed?.get(path)?.text ?? wantedText(standing, merge, overwrite.has(path));
  if (wanted === null) {
    planRefusal(plan, standing, merge);
    return;
  }
  if (merge?.marked) plan.conflicts.push({ path, conflicts: merge.conflicts });
  if (verdict === "rewrite") setAsideStrangeLines(plan, standing, state);
  planText(plan, standing, wanted);
  planRecord(plan, standing);
}

/** What is to stand there; null: that has to be refused. */
function wantedText(
  { file, text, verdict }: Standing,
  merge: Merge | undefined,
  overwrite: boolean,
): string | null {
  switch (verdict) {
    case "write":
    case "rewrite":
      return file.content;
    case "same":
    case "leave":
      return text ?? (overwrite ? file.content : null);
    case "merge":
      return merge && (merge.marked || merge.conflicts.length === 0) ? merge.text : null;
    case "edited-generated":
    case "foreign":
      return overwrite ? file.content : null;
  }
}

function planRefusal(plan: Plan, { file, verdict }: Standing, merge: Merge | undefined): void {
  const { path } = file;
  if (verdict === "edited-generated" || verdict === "foreign") {
    plan.refusals.push(refusal(path, verdict));
    return;
  }
  plan.refusals.push(refusal(path, "conflict"));
  plan.conflicts.push({ path, conflicts: merge?.conflicts ?? [] });
}

/** Plans that the text stands at the file's path, from wherever the file is today. */
function planText(plan: Plan, { file, from, text }: Standing, content: string): void {
  const { path } = file;
  const isMoved = from !== path;
  if (!isMoved && text === content) {
    plan.unchanged.push(path);
    return;
  }
  plan.writes.push({ path, content });
  if (isMoved && text !== undefined) {
    plan.deletes.push(from);
    plan.moved.push({ from, to: path });
    return;
  }
  (text === undefined ? plan.created : plan.updated).push(path);
}

/** Leaves exactly the one record of what is rendered now; history has none. */
function planRecord(plan: Plan, { file, recordedAt, records }: Standing): void {
  if (file.tier === "history") return;
  const record = recordOf(file);
  if (recordedAt !== file.path || !records.includes(record.digest)) {
    plan.writes.push({ path: record.path, content: record.content });
  }
  for (const digest of records) {
    const path = recordPath(recordedAt, digest);
    if (path !== record.path) plan.deletes.push(path);
  }
}

/**
 * A generated file as git merged it from two branches is written anew. Lines that are neither in
 * the new text nor git's own may be somebody's: then the whole file is kept aside.
 */
function setAsideStrangeLines(plan: Plan, { file, text }: Standing, state: ProjectState): void {
  if (text === undefined) return;
  const known = new Set(file.content.split("\n").map(bareLine));
  const isStrange = (line: string): boolean => line !== "" && !isMarker(line) && !known.has(line);
  if (!text.split("\n").map(bareLine).some(isStrange)) return;
  const aside = orphanPath(file.path);
  if (state.files.has(aside)) return;
  plan.writes.push({ path: aside, content: text });
  plan.kept.push(aside);
}

function bareLine(line: string): string {
  return line.trim().replace(/,$/, "");
}
