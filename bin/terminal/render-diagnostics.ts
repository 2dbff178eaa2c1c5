import type { Diagnostic } from "../../schema/diagnostic.ts";
import type { Colors } from "./terminal.ts";
import { counted, printable } from "./words.ts";

/** A longer source line is cut, so that a line of 20 MB does not flood the terminal. */
const LONGEST_LINE = 160;

/** What was decided for the person, one line each: there is nothing to mend. */
export function renderNotes(diagnostics: readonly Diagnostic[], paint: Colors): string[] {
  return diagnostics
    .filter(isNote)
    .map(({ code, message }) => `  ${paint.cyan("note    ")} ${code}: ${printable(message)}`);
}

function isNote({ severity }: Diagnostic): boolean {
  return severity === "note";
}

/**
 * Errors and warnings as a compiler prints them: place, code and sentence, then the line with a
 * caret under the place, then the hint; a count at the end.
 *
 * @param sources the manifest's texts by path, for the lines
 * @returns an empty string when there are none
 */
export function renderDiagnostics(
  all: readonly Diagnostic[],
  sources: Readonly<Record<string, string>>,
  paint: Colors,
): string {
  const diagnostics = all.filter((diagnostic) => !isNote(diagnostic));
  if (diagnostics.length === 0) return "";
  const lines = new Map(
    Object.entries(sources).map(([file, text]) => [file, text.split(/\r?\n/)] as const),
  );
  const blocks = diagnostics.map((diagnostic) => {
    const { file, line } = diagnostic.position;
    return renderDiagnostic(diagnostic, lines.get(file)?.[line - 1], paint);
  });
  return [...blocks, summary(diagnostics, paint)].join("\n");
}

function renderDiagnostic(
  { code, severity, position, message, hint }: Diagnostic,
  source: string | undefined,
  paint: Colors,
): string {
  const { file, line, column } = position;
  const color = severity === "error" ? paint.red : paint.yellow;
  const lines = [
    `${paint.bold(`${file}:${line}:${column}`)} ${color(severity)} ${code}: ${printable(message)}`,
  ];
  if (source !== undefined && source.trim() !== "") {
    const from = Math.max(0, column - LONGEST_LINE / 2);
    const number = String(line).padStart(5);
    lines.push(
      `${paint.dim(`${number} |`)} ${printable(source.slice(from, from + LONGEST_LINE))}`,
      `${paint.dim("      |")} ${" ".repeat(Math.max(0, column - 1 - from))}${color("^")}`,
    );
  }
  if (hint) lines.push(`${paint.dim("      =")} ${paint.cyan("hint:")} ${printable(hint)}`);
  return lines.join("\n");
}

function summary(diagnostics: readonly Diagnostic[], paint: Colors): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [paint.red(counted(errors, "error"))] : []),
    ...(warnings > 0 ? [paint.yellow(counted(warnings, "warning"))] : []),
  ];
  return parts.join(", ");
}
