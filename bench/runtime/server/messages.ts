/** What the bench's server is asked over the process's channel, and what it answers. */

export type Question =
  | { ask: "memory" }
  | { ask: "cpu" }
  /** Takes the permission to fire the event from everybody; answered when it is committed. */
  | { ask: "revoke" };

/** Bytes, after the garbage was collected. */
export interface Memory {
  rss: number;
  heap: number;
}

export const variants = ["bare", "unguarded", "guarded"] as const;
export type Variant = (typeof variants)[number];

export interface Started {
  /** Where each variant listens, without a slash at the end. */
  urls: Record<Variant, string>;
  /** What the database says it is. */
  database: string;
}

export const BOARDS = 1_000;
export const USERS = 10;
/** Of one length, so that all users' pages are of one size. */
export const usernameOf = (user: number): string => `worker${user}`;
export const PASSWORD = "the password of every worker";
