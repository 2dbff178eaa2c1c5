import { Listr } from "listr2";
import { driftOf } from "../../generators/plan/drift.ts";
import { editableTexts } from "../../generators/project/own-texts.ts";
import { loadTarget } from "../../generators/targets.ts";
import type { Verification } from "../../verify/verification.ts";
import { verify, type ShowStep } from "../../verify/verify.ts";
import type { Outcome } from "../terminal/outcome.ts";
import { generate } from "../../generators/generate.ts";
import { generationOutcome, renderNotice } from "../gen/generation-outcome.ts";
import { renderDiagnostics } from "../terminal/render-diagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * Verifies the project in `dir` and says what was proven.
 *
 * @throws {SpireError} E_ENVIRONMENT when what it needs of the machine is missing
 */
export async function verifyProject(
  dir: string,
  terminal: Terminal,
  options: { installScripts: boolean },
): Promise<Outcome> {
  const generation = await generate(dir, { dryRun: true });
  const { project, plan, state } = generation;
  if (project === null || plan === null || state === null)
    return generationOutcome(generation, terminal);
  // Half-merged files are named before anything else is looked at.
  if (plan.refusals.some(({ reason }) => reason === "markers")) {
    return generationOutcome(generation, terminal);
  }
  const drift = driftOf(plan);
  const target = await loadTarget(project.target);
  const verification = await verify(dir, project, target, drift, {
    editable: editableTexts(dir, state, target.ignoredFiles),
    show: showStep(terminal),
    ...options,
  });
  const { diagnostics, sources, notices } = generation;
  return {
    exitCode: verification.ok ? 0 : 1,
    document: { ...verification, diagnostics },
    text: verification.ok ? summary(verification, terminal) : "",
    problems: [
      renderDiagnostics(diagnostics, sources, terminal.errorColors),
      ...notices.map((notice) => renderNotice(notice, terminal.errorColors)),
      verification.ok ? "" : failures(verification, terminal),
    ]
      .filter((block) => block !== "")
      .join("\n"),
  };
}

/** A spinner for a person, a line a step for a log, nothing under `--json` and `--quiet`. */
function showStep(terminal: Terminal): ShowStep {
  return async (title, work) => {
    if (!terminal.interactive) {
      const result = await work();
      const mark = result.ok ? "ok    " : "failed";
      const note = result.note ? `: ${result.note}` : "";
      if (!terminal.json && !terminal.quiet) process.stdout.write(`${mark} ${title}${note}\n`);
      return result;
    }
    let result: Awaited<ReturnType<typeof work>> | undefined;
    const list = new Listr(
      [
        {
          title,
          task: async (_, task) => {
            result = await work();
            if (result.note) task.title = `${title} (${result.note})`;
            // Listr marks a step as failed when its task throws; the words are printed later.
            if (!result.ok) throw new Error(result.note ?? "failed");
          },
        },
      ],
      { exitOnError: false, rendererOptions: { showErrorMessage: false } },
    );
    await list.run();
    if (result !== undefined) return result;
    throw list.errors[0] ?? new Error("A step of the verification did not run.");
  };
}

function summary({ tests, proven, notVerified }: Verification, { colors }: Terminal): string {
  if (proven === null) return "";
  const { apps, views, handlers, permissions, cells, controls } = proven;
  return [
    "",
    colors.green(colors.bold(`Proven: ${tests.passed} tests passed, 0 failed.`)),
    `  ${apps} apps, ${views} views, ${handlers} handlers, ${permissions} permissions`,
    `  ${cells} matrix cells (endpoint × visitor), ${controls} controls`,
    colors.bold("Not verified:"),
    ...notVerified.map((sentence) => `  ${sentence}`),
  ].join("\n");
}

function failures({ steps, notVerified }: Verification, { errorColors }: Terminal): string {
  const failed = steps
    .filter((step) => !step.ok)
    .map(({ name, note, output }) => {
      const head = `${errorColors.red("error")} ${errorColors.bold("E_VERIFICATION_FAILED")}`;
      const lines = [`${head} Step "${name}": ${note ?? "failed"}.`];
      if (output) lines.push(output.replace(/^/gm, "  "));
      return lines.join("\n");
    });
  return [
    ...failed,
    errorColors.bold("Not verified:"),
    ...notVerified.map((each) => `  ${each}`),
  ].join("\n");
}
