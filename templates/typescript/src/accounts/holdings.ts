import { eq, inArray } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";

export interface Account {
  readonly id: number;
  readonly username: string;
  readonly isActive: boolean;
  readonly isSuperuser: boolean;
}

/** null: there is no such user. */
export async function findAccount(db: Database, username: string): Promise<Account | null> {
  const { id, is_active, is_superuser } = auth.User;
  const [row] = await db
    .select({ id, username: auth.User.username, isActive: is_active, isSuperuser: is_superuser })
    .from(auth.User)
    .where(eq(auth.User.username, username));
  return row ?? null;
}

/** What a user may do, and whence. */
export interface Holdings {
  readonly own: readonly string[];
  /** By the group's name. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export async function holdingsOf(db: Database, userId: number): Promise<Holdings> {
  const own = await db
    .select({ permission: auth.UserPermission.permission })
    .from(auth.UserPermission)
    .where(eq(auth.UserPermission.user_id, userId))
    .orderBy(auth.UserPermission.permission);
  const groups = await db
    .select({ id: auth.Group.id, name: auth.Group.name })
    .from(auth.Group)
    .innerJoin(auth.UserGroup, eq(auth.UserGroup.group_id, auth.Group.id))
    .where(eq(auth.UserGroup.user_id, userId))
    .orderBy(auth.Group.name);
  const theirs = await db
    .select()
    .from(auth.GroupPermission)
    .where(
      inArray(
        auth.GroupPermission.group_id,
        groups.map(({ id }) => id),
      ),
    )
    .orderBy(auth.GroupPermission.permission);
  const permissionsOf = (id: number) =>
    theirs.filter(({ group_id }) => group_id === id).map(({ permission }) => permission);
  return {
    own: own.map(({ permission }) => permission),
    groups: Object.fromEntries(groups.map(({ id, name }) => [name, permissionsOf(id)])),
  };
}
