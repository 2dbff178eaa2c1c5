import type pg from "pg";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { TooManyCalls } from "./errors.ts";

/** Counts calls: in memory on PGlite, in the database when several processes may share it. */
export class RateLimits {
  readonly #pool: pg.Pool | null;
  readonly #limiters = new Map<string, Promise<RateLimiterAbstract>>();

  constructor(pool: pg.Pool | null) {
    this.#pool = pool;
  }

  /** Counts one call of `who`; throws TooManyCalls beyond `maxCalls` in `perSeconds`. */
  async count(what: string, who: string, maxCalls: number, perSeconds: number): Promise<void> {
    let limiter = this.#limiters.get(what);
    if (!limiter) {
      const options = { keyPrefix: what, points: maxCalls, duration: perSeconds };
      limiter = this.#pool
        ? postgresLimiter(this.#pool, options)
        : Promise.resolve(new RateLimiterMemory(options));
      this.#limiters.set(what, limiter);
    }
    try {
      await (await limiter).consume(who);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.ceil(refusal.msBeforeNext / 1000);
      throw new TooManyCalls(`Too many calls. Try again in ${seconds} seconds.`);
    }
  }
}

function postgresLimiter(
  storeClient: pg.Pool,
  options: { keyPrefix: string; points: number; duration: number },
): Promise<RateLimiterPostgres> {
  return new Promise((resolve, reject) => {
    const limiter = new RateLimiterPostgres(
      { ...options, storeClient, storeType: "pool", tableName: "auth_rate_limit" },
      (error) => (error ? reject(error) : resolve(limiter)),
    );
  });
}
