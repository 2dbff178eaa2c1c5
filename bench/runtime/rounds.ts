import { setTimeout as sleep } from "node:timers/promises";
import { type Variant, variants } from "./server/messages.ts";

/** Works for about so long; says how much was answered, and in what time exactly. */
export type Load = (seconds: number) => Promise<{ answers: number; seconds: number }>;

/** One figure of several rounds: half of them lie between the quartiles. */
export interface Figure {
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

/** What one load came to, by variant; each figure is over the rounds. */
export interface Comparison {
  readonly name: string;
  readonly perSecond: Record<Variant, Figure>;
  /** Time that the server's process computed for one answer, in milliseconds. */
  readonly cpu: Record<Variant, Figure>;
  /** Guarded by unguarded throughput, worked out in each round. */
  readonly throughputRatio: Figure;
  /** Guarded by unguarded time of the server's process; steadier on a machine that others use. */
  readonly cpuRatio: Figure;
}

export interface Comparable {
  readonly name: string;
  readonly loads: Record<Variant, Load>;
}

export interface Rounds {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUp: number;
  /** The server's time so far, in milliseconds. */
  cpu(): Promise<number>;
}

/** So long the server may finish what a load has left behind, in milliseconds. */
const PAUSE = 60;

/**
 * Runs each load in turns, so that the variants meet the same moods of the machine; which variant
 * begins, and which follows which, changes from round to round.
 */
export async function compare(
  comparables: readonly Comparable[],
  { rounds, seconds, warmUp, cpu }: Rounds,
): Promise<Comparison[]> {
  const measured = comparables.map(({ name, loads }) => ({
    name,
    loads,
    perSecond: { bare: [], unguarded: [], guarded: [] } as Record<Variant, number[]>,
    cpu: { bare: [], unguarded: [], guarded: [] } as Record<Variant, number[]>,
  }));
  for (const { loads } of comparables) {
    for (const variant of variants) await loads[variant](warmUp);
  }
  for (let round = 0; round < rounds; round++) {
    for (const each of measured) {
      for (const variant of turnsOf(round)) {
        await sleep(PAUSE);
        const before = await cpu();
        const { answers, seconds: took } = await each.loads[variant](seconds);
        each.cpu[variant].push(((await cpu()) - before) / answers);
        each.perSecond[variant].push(answers / took);
      }
    }
  }
  return measured.map(({ name, perSecond, cpu: times }) => ({
    name,
    perSecond: figures(perSecond),
    cpu: figures(times),
    throughputRatio: ratioOf(perSecond),
    cpuRatio: ratioOf(times),
  }));
}

function turnsOf(round: number): Variant[] {
  const first = round % variants.length;
  const turns = [...variants.slice(first), ...variants.slice(0, first)];
  return round % 2 === 0 ? turns : turns.reverse();
}

/** Guarded by unguarded, round by round. */
function ratioOf({ guarded, unguarded }: Record<Variant, number[]>): Figure {
  return figureOf(guarded.map((value, round) => value / (unguarded[round] ?? NaN)));
}

const figures = (all: Record<Variant, number[]>): Record<Variant, Figure> => ({
  bare: figureOf(all.bare),
  unguarded: figureOf(all.unguarded),
  guarded: figureOf(all.guarded),
});

function figureOf(values: readonly number[]): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (part: number): number => {
    const position = (sorted.length - 1) * part;
    const below = sorted[Math.floor(position)] ?? NaN;
    const above = sorted[Math.ceil(position)] ?? NaN;
    return below + (above - below) * (position % 1);
  };
  return { median: quantile(0.5), lower: quantile(0.25), upper: quantile(0.75) };
}
