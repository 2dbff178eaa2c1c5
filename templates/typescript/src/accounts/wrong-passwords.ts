/**
 * How often a password may be wrong. An attempt is counted before its password is looked at, so that
 * a hundred at once are not more than one after another, and taken back when it was right: only
 * failures are left. Counted in the database, for all processes.
 */
import { createHash } from "node:crypto";
import { and, eq, gt, lt, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import { RateLimit } from "#database/tables";
import { Problem } from "#runtime/errors";

/** What failures are counted for. */
export interface Count {
  readonly of: string;
  readonly who: string;
  readonly most: number;
}

/** Too many have failed; this one was not even tried. */
export class TooManyFailures extends Problem {
  constructor(seconds: number) {
    const wait = seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`;
    super(429, `Too many wrong passwords. Try again in ${wait}.`);
  }
}

interface Reservation {
  readonly key: string;
  readonly expire: number;
}

export class WrongPasswords {
  readonly #db: Database;
  readonly #minutes: number;

  constructor(db: Database, minutes: number) {
    this.#db = db;
    this.#minutes = minutes;
  }

  /**
   * Makes an attempt unless one of the counts is full.
   *
   * @param attempt what it returns is right; null: the password was wrong
   * @throws TooManyFailures
   */
  async attempt<T>(counts: readonly Count[], attempt: () => Promise<T | null>): Promise<T | null> {
    const reserved: Reservation[] = [];
    for (const count of counts) {
      const one = await this.#reserve(count);
      if ("expire" in one) {
        reserved.push(one);
        continue;
      }
      await this.#takeBack(reserved);
      throw new TooManyFailures(one.seconds);
    }
    const result = await attempt();
    if (result !== null) await this.#takeBack(reserved);
    else await this.#db.delete(RateLimit).where(lt(RateLimit.expire, Date.now()));
    return result;
  }

  /** One statement, so that of many at once no more than there is room for come through. */
  async #reserve({ of, who, most }: Count): Promise<Reservation | { seconds: number }> {
    // Names and addresses are of any length, and hold any character.
    const key = `${of}:${createHash("sha256").update(who).digest("base64url")}`;
    const now = Date.now();
    const isOver = sql`${RateLimit.expire} <= ${now}`;
    const [row] = await this.#db
      .insert(RateLimit)
      .values({ key, points: 1, expire: now + this.#minutes * 60_000 })
      .onConflictDoUpdate({
        target: RateLimit.key,
        set: {
          points: sql`case when ${isOver} then 1 else ${RateLimit.points} + 1 end`,
          expire: sql`case when ${isOver} then excluded.expire else ${RateLimit.expire} end`,
        },
        setWhere: sql`${isOver} or ${RateLimit.points} < ${most}`,
      })
      .returning({ expire: RateLimit.expire });
    if (row) return { key, expire: row.expire ?? 0 };
    const [full] = await this.#db.select().from(RateLimit).where(eq(RateLimit.key, key));
    return { seconds: Math.max(1, Math.ceil(((full?.expire ?? now) - now) / 1000)) };
  }

  async #takeBack(reserved: readonly Reservation[]): Promise<void> {
    for (const { key, expire } of reserved) {
      await this.#db
        .update(RateLimit)
        .set({ points: sql`${RateLimit.points} - 1` })
        .where(and(eq(RateLimit.key, key), eq(RateLimit.expire, expire), gt(RateLimit.points, 0)));
    }
  }
}
