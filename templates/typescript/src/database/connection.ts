import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import type pg from "pg";

/** The database, or a transaction in it: PGlite and PostgreSQL alike. */
export type Database = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** What PGlite and PostgreSQL do each in their own way. */
export interface Connection {
  readonly db: Database;
  /**
   * Set on a real PostgreSQL, for what several processes count together. Not the connections of
   * `db`, so that counting inside a transaction never waits for another transaction to end.
   */
  readonly pool: pg.Pool | null;
  /** Runs work in one transaction that may take as long as it needs. */
  patiently(work: (transaction: Database) => Promise<void>): Promise<void>;
  /** Calls back with the payload of every NOTIFY on a channel, until the returned call. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /**
   * From now on commands beside this process can work on the embedded database that it has open. On
   * a PostgreSQL they can anyway.
   */
  admitGuests(): Promise<void>;
  close(): Promise<void>;
}
