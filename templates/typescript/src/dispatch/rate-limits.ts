/**
 * How often somebody may do something; `@rateLimit`, logins and floods of events are counted here.
 */
import type pg from "pg";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from "rate-limiter-flexible";
import { getTableName } from "drizzle-orm";
import { RateLimit } from "#database/tables";
import { Problem } from "#runtime/errors";
import type { Limit } from "#runtime/registry";

/**
 * Counts calls: in memory on PGlite, in the database when several processes may share it. Rows that
 * ran out are removed every few minutes by the limiters themselves.
 */
export class RateLimits {
  readonly #pool: pg.Pool | null;
  readonly #limiters = new Map<string, RateLimiterAbstract>();

  /** @param pool not the one that transactions run on, inside of which calls are counted */
  constructor(pool: pg.Pool | null) {
    this.#pool = pool;
  }

  /** Counts one call of `what` by `who`. Throws a Problem, 429, when there were too many. */
  async count(what: string, who: string, limit: Limit, pool = this.#pool): Promise<void> {
    const options = { keyPrefix: what, points: limit.maxCalls, duration: limit.perSeconds };
    const limiter = this.#limiters.get(what) ?? limiterOf(pool, options);
    this.#limiters.set(what, limiter);
    try {
      await limiter.consume(who);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.ceil(refusal.msBeforeNext / 1000);
      throw new Problem(429, `Too many calls. Try again in ${seconds} seconds.`);
    }
  }

  /** The same for this process alone: what guards it against a flood must not cost a query. */
  async countHere(what: string, who: string, limit: Limit): Promise<void> {
    await this.count(what, who, limit, null);
  }
}

function limiterOf(
  pool: pg.Pool | null,
  options: { keyPrefix: string; points: number; duration: number },
): RateLimiterAbstract {
  if (!pool) return new RateLimiterMemory(options);
  return new RateLimiterPostgres({
    ...options,
    storeClient: pool,
    storeType: "pool",
    tableName: getTableName(RateLimit),
    tableCreated: true, // by the migrations
    // Who is beyond the limit is refused without a query until it ends.
    inMemoryBlockOnConsumed: options.points,
  });
}
