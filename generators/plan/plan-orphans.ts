import { orphanPath } from "../files/project-paths.ts";
import { digestOf, isMadeOnce, recordPath } from "../project/base-store.ts";
import type { Plan, PlanInput } from "./plan.ts";

/**
 * Files on record that are rendered no more. An untouched one is deleted; an edited one is set
 * aside with its record, so that it can be taken up again, and is named at every run. A record that
 * names a file which spire cannot have written is not believed: whoever has put it there would have
 * the developer's own file removed.
 */
export function planOrphans(plan: Plan, { standings, state, laidOut }: PlanInput): void {
  const known = new Set(standings.flatMap(({ file, recordedAt }) => [file.path, recordedAt]));
  for (const [path, records] of state.records) {
    if (known.has(path)) continue;
    const entry = state.files.get(path);
    if (entry?.kind === "file" && !records.some(isMadeOnce) && !state.canBeOurs(path, entry.text)) {
      for (const digest of records) plan.deletes.push(recordPath(path, digest));
      plan.disowned.push(path);
      continue;
    }
    const aside = orphanPath(path);
    const isTaken = state.files.has(aside);
    const isUntouched =
      laidOut?.untouched.has(path) ||
      (entry?.kind === "file" && records.includes(digestOf(entry.text)));
    const isEdited = entry !== undefined && !isUntouched && !records.some(isMadeOnce);
    if (isEdited && entry.kind === "file" && !isTaken) {
      plan.writes.push({ path: aside, content: entry.text });
      plan.deletes.push(path);
      plan.kept.push(aside);
    } else if (isEdited) {
      plan.kept.push(path);
    } else if (entry === undefined && isTaken) {
      plan.kept.push(aside);
    } else {
      for (const digest of records) plan.deletes.push(recordPath(path, digest));
      if (!isUntouched) continue;
      plan.deletes.push(path);
      plan.deleted.push(path);
    }
  }
}
