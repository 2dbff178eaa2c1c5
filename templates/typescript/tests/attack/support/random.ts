/** A seeded generator (mulberry32): the same seed, the same attack. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** From 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError("Nothing to pick from.");
    return from[this.below(from.length)] as T;
  }

  /** Some of them, in random order. */
  sample<T>(from: readonly T[], size: number): T[] {
    const left = [...from];
    return Array.from({ length: Math.min(size, left.length) }, () => {
      const [taken] = left.splice(this.below(left.length), 1);
      return taken as T;
    });
  }
}
