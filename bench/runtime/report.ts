import { cpus, loadavg } from "node:os";
import type { IdlePages } from "./idle-pages.ts";
import type { Effort } from "./measure.ts";
import type { Comparison, Figure } from "./rounds.ts";
import { variants } from "./server/messages.ts";

/** The machine, how busy it is at this moment, and how the figures are taken. */
export function describeMachine({ rounds, seconds, warmUp }: Effort): string {
  return (
    `${cpus().length} cores (${cpus()[0]?.model.trim()}), Node ${process.versions.node}, load ` +
    `average ${loadavg()[0]?.toFixed(2)}. Medians of ${rounds} rounds of ${seconds} s after ` +
    `${warmUp} s to warm up; in brackets the middle half of them.`
  );
}

/** Two tables: answers a second, and the time that the server's process computes for one. */
export function describeThroughput(comparisons: readonly Comparison[]): string {
  const head = ["bare Fastify", "without guard", "guarded", "the guard costs"];
  const whole = (value: number): string => String(Math.round(value));
  const fine = (value: number): string => value.toFixed(2);
  const lost = (ratio: Figure): Figure => mapped(ratio, (value) => (1 - value) * 100);
  const added = (ratio: Figure): Figure => mapped(ratio, (value) => (value - 1) * 100);
  return [
    table(
      ["answers a second", ...head],
      comparisons.map(({ name, perSecond, throughputRatio }) => [
        name,
        ...variants.map((variant) => figure(perSecond[variant], whole)),
        figure(lost(throughputRatio), percent),
      ]),
    ),
    table(
      ["CPU of the server, ms an answer", ...head],
      comparisons.map(({ name, cpu, cpuRatio }) => [
        name,
        ...variants.map((variant) => figure(cpu[variant], fine)),
        figure(added(cpuRatio), percent),
      ]),
    ),
  ].join("\n\n");
}

const percent = (value: number): string => `${Math.round(value)}%`;

function mapped({ median, lower, upper }: Figure, map: (value: number) => number): Figure {
  const [low = NaN, high = NaN] = [map(lower), map(upper)].sort((a, b) => a - b);
  return { median: map(median), lower: low, upper: high };
}

export function describeIdlePages(idle: IdlePages): string {
  return table(
    ["open pages", "heap each", "resident each", "an event on all of them", "a revocation to all"],
    [
      [
        String(idle.pages),
        `${(idle.heapPerPage / 1024).toFixed(1)} KiB`,
        `${(idle.rssPerPage / 1024).toFixed(1)} KiB`,
        `${Math.round(idle.eventOnAll)} ms`,
        `${Math.round(idle.revocationToAll)} ms`,
      ],
    ],
  );
}

function figure({ median, lower, upper }: Figure, format: (value: number) => string): string {
  return `${format(median)} (${format(lower)} to ${format(upper)})`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
