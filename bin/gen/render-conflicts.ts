import type { FileConflicts } from "../../generators/plan/plan.ts";
import { isMarker, withMarkers } from "../../generators/project/conflict-markers.ts";
import type { Colors } from "../terminal/terminal.ts";
import { printable } from "../terminal/words.ts";

/** A longer hunk is cut; the file has the rest. */
const SHOWN_LINES = 60;

/** Every conflict with its hunk, between git's markers, and what can be done about it. */
export function renderConflicts(files: readonly FileConflicts[], paint: Colors): string {
  return files
    .flatMap(({ path, conflicts }) =>
      conflicts.flatMap(({ message, hunk }) => {
        const place = hunk === null ? path : `${path}:${hunk.line}`;
        const lines = hunk === null ? [] : withMarkers(hunk);
        const left = lines.length - SHOWN_LINES;
        return [
          `${paint.bold(place)} ${printable(message)}`,
          ...lines.slice(0, SHOWN_LINES).map((line) => `  ${painted(printable(line), paint)}`),
          ...(left > 0 ? [`  … ${left} more lines`] : []),
        ];
      }),
    )
    .join("\n");
}

function painted(line: string, paint: Colors): string {
  return isMarker(line) ? paint.cyan(line) : line;
}
