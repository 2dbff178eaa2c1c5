import { diff3Merge, diffComm } from "node-diff3";

/** A piece of a merge: lines on which all agree, or a place where both sides changed the base. */
export type Piece = { lines: string[] } | { hunk: Hunk };

/** Lines that the developer and the generator changed differently. */
export interface Hunk {
  /** Where the hunk begins in the developer's text, counted from 1. */
  line: number;
  ours: string[];
  base: string[];
  theirs: string[];
}

/** Which text wins where two meet: the developer's (`ours`) or the generator's (`theirs`). */
export type Side = "ours" | "theirs";

/** What to do where two meet: one wins, or both are kept where each has only added lines. */
export type Choice = Side | "both";

/**
 * The three-way merge of texts with `\n` line endings, line by line. A line that only one side
 * changed is taken from that side; so is one that both changed alike.
 */
export function mergeThreeWay(base: string, ours: string, theirs: string): Piece[] {
  const [a, o, b] = [ours, base, theirs].map((text) => text.split("\n")) as [
    string[],
    string[],
    string[],
  ];
  return diff3Merge(a, o, b, { excludeFalseConflicts: true }).map(({ ok, conflict }): Piece => {
    if (conflict === undefined) return { lines: ok ?? [] };
    const hunk = {
      line: conflict.aIndex + 1,
      ours: conflict.a,
      base: conflict.o,
      theirs: conflict.b,
    };
    return { hunk };
  });
}

/** Whether both sides have only added lines: neither has touched what stood there. */
export function isAddition({ base }: Hunk): boolean {
  return base.length === 0;
}

export function hunksOf(pieces: readonly Piece[]): Hunk[] {
  return pieces.flatMap((piece) => ("hunk" in piece ? [piece.hunk] : []));
}

/** The merged text; every hunk is written as `write` says. */
export function joinPieces(pieces: readonly Piece[], write: (hunk: Hunk) => string[]): string {
  return pieces.flatMap((piece) => ("hunk" in piece ? write(piece.hunk) : piece.lines)).join("\n");
}

/** The whole text as one hunk, without the lines at both ends that all three share. */
export function asOneHunk(base: string, ours: string, theirs: string): Piece[] {
  const texts = [ours, base, theirs].map((text) => text.split("\n"));
  const shortest = Math.min(...texts.map((lines) => lines.length));
  const agree = (at: (lines: string[]) => string | undefined): boolean =>
    texts.every((lines) => at(lines) === at(texts[0] as string[]));
  let start = 0;
  while (start < shortest && agree((lines) => lines[start])) start += 1;
  let end = 0;
  while (end < shortest - start && agree((lines) => lines.at(-1 - end))) end += 1;
  const [a, o, b] = texts.map((lines) => lines.slice(start, lines.length - end));
  const first = texts[0] as string[];
  return [
    { lines: first.slice(0, start) },
    { hunk: { line: start + 1, ours: a ?? [], base: o ?? [], theirs: b ?? [] } },
    { lines: first.slice(first.length - end) },
  ];
}

/** The lines that two texts share, in order: a base for texts whose real one is not known. */
export function commonLines(one: string, other: string): string {
  return diffComm(one.split("\n"), other.split("\n"))
    .flatMap(({ common }) => common ?? [])
    .join("\n");
}
