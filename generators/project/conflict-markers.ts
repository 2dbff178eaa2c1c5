// What git and spire write around a conflict that is left to the developer, in git's diff3 style.

/** A conflict that nobody has settled: the three lines that every style has, in this order. */
const UNSETTLED = /^<{7} .*\r?\n(?:.*\r?\n)*?={7}\r?\n(?:.*\r?\n)*?>{7} /m;
/** How each conflict begins, for a quick look. */
const BEGINNING = "<<<<<<< ";
const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})/;

/** Lines that both sides changed, and what stood there before. */
interface Conflict {
  ours: readonly string[];
  base: readonly string[];
  theirs: readonly string[];
}

/** A conflict as git writes it with `merge.conflictStyle = diff3`. */
export function withMarkers({ ours, base, theirs }: Conflict): string[] {
  return [
    "<<<<<<< yours",
    ...ours,
    "||||||| written last",
    ...base,
    "=======",
    ...theirs,
    ">>>>>>> generated now",
  ];
}

/** Whether a line is one of those around a conflict's lines. */
export function isMarker(line: string): boolean {
  return MARKER.test(line);
}

/** Whether a text, or a file's bytes, has a conflict that nobody has settled. */
export function hasMarkers(text: string | Buffer): boolean {
  return text.includes(BEGINNING) && UNSETTLED.test(text.toString());
}
