/**
 * Who asks, and what they may: read from the database for every request and every event. Nothing is
 * kept from one to the next, so nothing that was revoked can still be used.
 */
import DataLoader from "dataloader";
import { and, eq, gt, sql } from "drizzle-orm";
import { sessionEnd } from "../accounts/session-end.ts";
import type { Permission } from "../permissions.ts";
import type { Database } from "../database/connection.ts";
import { type Guard, isMet, type Requirement } from "./guards.ts";
import * as auth from "../database/tables.ts";

export interface User {
  readonly id: number;
  readonly username: string;
  readonly isSuperuser: boolean;
}

/** The login that a visitor came with. */
export interface Login {
  /** Hashed, as the database knows it. */
  readonly id: string;
  /** When the password was last confirmed in this session. */
  readonly confirmedAt: Date | null;
  /** When it was last used, up to a minute late. */
  readonly lastSeenAt: Date;
  /** When this session ends by itself, if it is not used. */
  readonly expiresAt: Date;
}

/** Who asks, as the database knows them at this moment. Made afresh for every request and event. */
export class Visitor {
  /** null: not logged in, or no longer active. */
  readonly user: User | null;
  /** null: there is none. */
  readonly login: Login | null;
  readonly #permissions: ReadonlySet<string>;

  constructor(
    user: User | null = null,
    permissions: readonly string[] = [],
    login: Login | null = null,
  ) {
    this.user = user;
    this.login = login;
    this.#permissions = new Set(user ? permissions : []);
  }

  hasPerm(permission: Permission): boolean {
    return this.user !== null && (this.user.isSuperuser || this.#permissions.has(permission));
  }

  meets(requirement: Requirement): boolean {
    return isMet(requirement, (permission) => this.hasPerm(permission));
  }

  passes(guard: Guard): boolean {
    if (guard.kind === "public") return true;
    if (guard.kind === "login") return this.user !== null;
    return this.meets(guard.requirement);
  }

  /** Equal for two visitors with the same user and powers; tells a live page what changed. */
  fingerprint(): string {
    return JSON.stringify([this.user, [...this.#permissions].sort()]);
  }

  /** A visitor is never stored with the session. */
  toJSON(): undefined {
    return undefined;
  }
}

const held = sql`
  select ${auth.UserPermission.permission} as name from ${auth.UserPermission}
    where ${auth.UserPermission.user_id} = ${auth.User.id}
  union
  select ${auth.GroupPermission.permission} from ${auth.GroupPermission}
    join ${auth.UserGroup} on ${auth.UserGroup.group_id} = ${auth.GroupPermission.group_id}
    where ${auth.UserGroup.user_id} = ${auth.User.id}`;

/** Written and planned once for each database: this is asked for every request and event. */
function prepareQuery(db: Database) {
  return db
    .select({
      id: auth.User.id,
      username: auth.User.username,
      isSuperuser: auth.User.is_superuser,
      sessionId: auth.Session.id,
      confirmedAt: auth.Session.confirmed_at,
      lastSeenAt: auth.Session.last_seen_at,
      expiresAt: sessionEnd,
      permissions: sql<string[]>`array(${held})`,
    })
    .from(auth.Session)
    .innerJoin(auth.User, eq(auth.User.id, auth.Session.user_id))
    .where(
      and(
        sql`${auth.Session.id} = any(${sql.placeholder("sessionIds")})`,
        gt(sessionEnd, sql`now()`),
        eq(auth.User.is_active, true),
      ),
    )
    .prepare("visitors");
}

type Row = Awaited<ReturnType<ReturnType<typeof prepareQuery>["execute"]>>[number];

function visitorIn(row: Row): Visitor {
  const { sessionId: id, confirmedAt, lastSeenAt, expiresAt, permissions, ...user } = row;
  return new Visitor(user, permissions, { id, confirmedAt, lastSeenAt, expiresAt });
}

function loaderOf(db: Database): DataLoader<string, Visitor> {
  const query = prepareQuery(db);
  return new DataLoader(
    async (sessionIds) => {
      const visitors = new Map<string, Visitor>();
      for (const row of await query.execute({ sessionIds })) {
        visitors.set(row.sessionId, visitorIn(row));
      }
      return sessionIds.map((sessionId) => visitors.get(sessionId) ?? new Visitor());
    },
    { cache: false, batchScheduleFn: (send) => setImmediate(send) },
  );
}

const loaders = new WeakMap<Database, DataLoader<string, Visitor>>();

/**
 * Session, user and permissions in one query. An unknown or expired session is nobody's.
 *
 * Requests and events that ask in the same turn of the event loop share the query. Each answer is
 * as fresh as that of a query of its own: it is sent after the last of them has asked, and nothing
 * is kept. When it fails it fails for all of them, and none passes.
 */
export async function loadVisitor(db: Database, sessionId: string): Promise<Visitor> {
  const loader = loaders.get(db) ?? loaderOf(db);
  loaders.set(db, loader);
  return loader.load(sessionId);
}
