/** Each step is eight times the one before: what is linear takes 8 times as long, a square 64. */
const SIZES = [2_000, 16_000, 128_000];
const MOST = 24;
const TRIES = 4;
/** Microseconds; below these the engine's own steps count, such as an object becoming a dictionary. */
const LEAST = 100;

/**
 * Does the work take hardly more than eight times as long, in CPU time, when its input is eight times
 * as long? Stops at the first step that is worse, so that a square does not run for an hour.
 *
 * A measurement that something else has disturbed is repeated; work that is too slow by itself is
 * too slow each time.
 *
 * @param inputs the hostile input of about so many characters
 */
export function isLinear(inputs: (size: number) => unknown, work: (input: unknown) => void) {
  let before = costOf(work, inputs(SIZES[0] ?? 0));
  for (const size of SIZES.slice(1)) {
    const input = inputs(size);
    // What is over in no time at all is measured against one pass over as many characters.
    const allowed = MOST * Math.max(before, LEAST, costOf(passOver, "x".repeat(size / 8)));
    let cost = Infinity;
    for (let tries = 0; tries < TRIES && cost > allowed; tries += 1) {
      cost = Math.min(cost, costOf(work, input));
    }
    if (cost > allowed) return false;
    before = cost;
  }
  return true;
}

/** Takes a text apart and puts it together again. */
function passOver(text: unknown): void {
  [...(text as string)].join("");
}

/** Microseconds of CPU time, the least of three runs. */
function costOf(work: (input: unknown) => void, input: unknown): number {
  const runs = [0, 1, 2].map(() => {
    const begun = process.cpuUsage();
    work(input);
    const { user, system } = process.cpuUsage(begun);
    return user + system;
  });
  return Math.min(...runs);
}
