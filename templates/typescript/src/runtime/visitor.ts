import { and, eq, gt, sql } from "drizzle-orm";
import type { Permission } from "../permissions.ts";
import type { Database } from "./database.ts";
import { type Guard, isMet, type Requirement } from "./guards.ts";
import * as auth from "./tables.ts";

export interface User {
  readonly id: number;
  readonly username: string;
  readonly isSuperuser: boolean;
}

/** Who asks, as the database knows them at this moment. Made afresh for every request and event. */
export class Visitor {
  /** null: not logged in, or no longer active. */
  readonly user: User | null;
  /** When the password was last confirmed in this session. */
  readonly confirmedAt: Date | null;
  readonly #permissions: ReadonlySet<string>;

  constructor(
    user: User | null = null,
    permissions: readonly string[] = [],
    confirmedAt: Date | null = null,
  ) {
    this.user = user;
    this.confirmedAt = confirmedAt;
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

const permissions = sql<string[]>`array(
  select ${auth.UserPermission.permission} from ${auth.UserPermission}
    where ${auth.UserPermission.user_id} = ${auth.User.id}
  union
  select ${auth.GroupPermission.permission} from ${auth.GroupPermission}
    join ${auth.UserGroup} on ${auth.UserGroup.group_id} = ${auth.GroupPermission.group_id}
    where ${auth.UserGroup.user_id} = ${auth.User.id})`;

/** Session, user and permissions in one query. An unknown or expired session is nobody's. */
export async function loadVisitor(db: Database, sessionId: string): Promise<Visitor> {
  const [row] = await db
    .select({
      id: auth.User.id,
      username: auth.User.username,
      isSuperuser: auth.User.is_superuser,
      confirmedAt: auth.Session.confirmed_at,
      permissions,
    })
    .from(auth.Session)
    .innerJoin(auth.User, eq(auth.User.id, auth.Session.user_id))
    .where(
      and(
        eq(auth.Session.id, sessionId),
        gt(auth.Session.expires_at, sql`now()`),
        eq(auth.User.is_active, true),
      ),
    );
  if (!row) return new Visitor();
  const { id, username, isSuperuser } = row;
  return new Visitor({ id, username, isSuperuser }, row.permissions, row.confirmedAt);
}
