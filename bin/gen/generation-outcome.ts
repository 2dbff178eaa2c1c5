import type { Plan } from "../../generators/plan/plan.ts";
import type { Outcome } from "../terminal/outcome.ts";
import type { ErrorCode } from "../../schema/errors.ts";
import { errorCodes } from "../../schema/errors.ts";
import type { Generation } from "../../generators/generate.ts";
import { renderConflicts } from "./render-conflicts.ts";
import { renderDiagnostics, renderNotes } from "../terminal/render-diagnostics.ts";
import { counted, printable } from "../terminal/words.ts";
import type { Colors, Terminal } from "../terminal/terminal.ts";

/** More changed files than these are counted by folder. */
const LISTED_FILES = 40;

const CONFLICT_HINT =
  "Change the file so that both fit, or run gen with --conflicts=markers to settle it in the file, " +
  "--ours PATH to keep your lines, --theirs PATH to take the generated ones, --both PATH to keep both " +
  "where each only added some.";

/** What a generation did, or why it did nothing, for people and for `--json`. */
export function generationOutcome(generation: Generation, terminal: Terminal): Outcome {
  const { diagnostics, sources, plan, edits, dryRun, notices } = generation;
  const problems = joinBlocks(
    renderDiagnostics(diagnostics, sources, terminal.errorColors),
    ...notices.map((notice) => renderNotice(notice, terminal.errorColors)),
  );
  const failure = failureOf(plan);
  const refused = plan !== null && plan.refusals.length > 0;
  const document = {
    ok: failure === null,
    diagnostics,
    ...(notices.length > 0 && {
      notices: notices.map((message) => ({ code: "W_LAYOUT", message })),
    }),
    ...(failure && { error: failure }),
    ...(plan && {
      dryRun,
      // Under a refusal nothing was written, whatever was planned.
      manifest: refused ? [] : Object.keys(edits),
      created: refused ? [] : plan.created,
      updated: refused ? [] : plan.updated,
      deleted: refused ? [] : plan.deleted,
      moved: refused ? [] : plan.moved,
      kept: plan.kept,
      disowned: plan.disowned,
      unchanged: plan.unchanged.length,
      refusals: plan.refusals,
      conflicts: plan.conflicts,
    }),
    ...(process.env.SPIRE_TIMINGS && { timings: generation.timings }),
  };
  if (plan === null) return { exitCode: 2, document, text: "", problems };
  if (failure) {
    return {
      exitCode: errorCodes[failure.code],
      document,
      text: refused ? "" : renderPlan(generation, plan, terminal.colors),
      problems: joinBlocks(problems, renderFailure(failure, plan, terminal.errorColors)),
    };
  }
  return { exitCode: 0, document, text: renderPlan(generation, plan, terminal.colors), problems };
}

/** Nothing is wrong, but the person must know. */
export function renderNotice(notice: string, paint: Colors): string {
  return `${paint.yellow("warning")} ${paint.bold("W_LAYOUT")} ${printable(notice)}`;
}

interface Failure {
  code: ErrorCode;
  message: string;
}

function failureOf(plan: Plan | null): Failure | null {
  if (plan === null) {
    return { code: "E_BAD_MANIFEST", message: "The manifest has errors; nothing was written." };
  }
  const [first] = plan.refusals;
  if (first === undefined) return conflictsLeft(plan);
  if (first.reason === "newer") return { code: "E_NEWER_PROJECT", message: first.message };
  const files = counted(plan.refusals.length, "file");
  const reasons = new Set(plan.refusals.map(({ reason }) => reason));
  const [only] = reasons.size === 1 ? reasons : [];
  const code = only === "markers" ? "E_MARKERS" : only === "conflict" ? "E_CONFLICT" : "E_REFUSED";
  return { code, message: `Nothing was written because of ${files}.` };
}

/** Conflicts that were written into the files, as that was asked for. */
function conflictsLeft({ conflicts }: Plan): Failure | null {
  if (conflicts.length === 0) return null;
  const files = counted(conflicts.length, "file");
  return { code: "E_CONFLICT", message: `Conflicts are marked in ${files}; settle them.` };
}

function renderFailure({ code, message }: Failure, plan: Plan, paint: Colors): string {
  const head = `${paint.red("error")} ${paint.bold(code)} ${message}`;
  if (code === "E_NEWER_PROJECT") return head;
  const hasConflicts = plan.refusals.some(({ reason }) => reason === "conflict");
  return [
    head,
    ...plan.refusals.map((refusal) => `  ${refusal.message}`),
    ...(plan.conflicts.length > 0 ? [renderConflicts(plan.conflicts, paint)] : []),
    ...(hasConflicts ? [`  ${paint.cyan("hint:")} ${CONFLICT_HINT}`] : []),
  ].join("\n");
}

function renderPlan({ edits, dryRun, diagnostics }: Generation, plan: Plan, paint: Colors): string {
  const changes = [
    ...Object.keys(edits).map((path) => ({ path, verb: paint.cyan("manifest") })),
    ...plan.created.map((path) => ({ path, verb: paint.green("created ") })),
    ...plan.updated.map((path) => ({ path, verb: paint.yellow("updated ") })),
    ...plan.deleted.map((path) => ({ path, verb: paint.red("deleted ") })),
    ...plan.moved.map(({ from, to }) => ({
      path: `${to} (was ${from})`,
      verb: paint.cyan("moved   "),
    })),
  ];
  const kept = [
    ...plan.kept.map((path) => `${path} (edited by hand; the manifest does not ask for it)`),
    ...plan.disowned.map((path) => `${path} (on record in .spire/base, but not written by spire)`),
  ].map((line) => `  ${paint.yellow("kept    ")} ${line}`);
  const total = plan.unchanged.length;
  if (changes.length === 0) {
    const verb = total === 1 ? "is" : "are";
    return [...kept, `Nothing to do: ${counted(total, "file")} ${verb} up to date.`].join("\n");
  }
  const lines =
    changes.length <= LISTED_FILES
      ? changes.map(({ path, verb }) => `  ${verb} ${path}`)
      : countsByFolder(changes.map(({ path }) => path));
  const counts = [
    `${dryRun ? "Would write" : "Wrote"} ${counted(changes.length - plan.deleted.length, "file")}`,
    ...(plan.deleted.length > 0 ? [`${dryRun ? "delete" : "deleted"} ${plan.deleted.length}`] : []),
    `${total} unchanged`,
  ];
  const notes = renderNotes(diagnostics, paint);
  return [...lines, ...kept, ...notes, `${counts.join(", ")}.`].join("\n");
}

/** `  src/apps/inventory  14 files`, for a run that is too large for a list. */
function countsByFolder(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const folder = path.split("/").slice(0, -1).slice(0, 2).join("/") || ".";
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].map(([folder, count]) => `  ${folder.padEnd(24)} ${counted(count, "file")}`);
}

function joinBlocks(...blocks: string[]): string {
  return blocks.filter((block) => block !== "").join("\n");
}
