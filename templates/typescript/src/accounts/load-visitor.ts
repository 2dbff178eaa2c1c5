/**
 * Who asks, and what they may: read from the database for every request and every event. Nothing is
 * kept from one to the next, so nothing that was revoked can still be used.
 */
import DataLoader from "dataloader";
import { and, eq, gt, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { Visitor } from "#runtime/visitor";
import { sessionEnd } from "./session-end.ts";

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
