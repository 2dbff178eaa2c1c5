import { and, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import type { Permission } from "#permissions";
import { roles } from "#roles";
import { DEMO_PASSWORD, DEMO_SALT, isDemoHash } from "./demo-users.ts";
import { hash, verify } from "./passwords.ts";
import { NAME_RULE, usernameOf } from "./usernames.ts";

/** What `npm run dev` prints for each demo user. */
export interface DemoLogin {
  readonly username: string;
  readonly password: string;
}

export interface NewUser {
  username: string;
  /** Without one the user cannot log in. */
  password?: string;
  /** Logs in while developing only, see `demo-users.ts`. */
  isDemo?: boolean;
  isActive?: boolean;
  isSuperuser?: boolean;
  /** Names of groups; a role of the manifest is the group of that name. */
  groups?: readonly string[];
  permissions?: readonly Permission[];
}

/**
 * Makes a user and returns the id. Throws when the name is none or is taken, or when a group does not
 * exist.
 */
export async function createUser(db: Database, user: NewUser): Promise<number> {
  const username = usernameOf(user.username);
  if (username === null) throw new Error(`${JSON.stringify(user.username)}: ${NAME_RULE}`);
  const marked = user.isDemo ? { salt: DEMO_SALT } : undefined;
  const password = user.password === undefined ? null : await hash(user.password, marked);
  return db.transaction(async (transaction) => {
    const [row] = await transaction
      .insert(auth.User)
      .values({
        username,
        password,
        is_active: user.isActive ?? true,
        is_superuser: user.isSuperuser ?? false,
      })
      .returning({ id: auth.User.id });
    if (!row) throw new Error(`The user ${username} was not made.`);
    for (const group of user.groups ?? []) await addToGroup(transaction, row.id, group);
    for (const name of user.permissions ?? []) await grantPermission(transaction, row.id, name);
    return row.id;
  });
}

/** Changes a password. All sessions end, and with them what was confirmed with the old one. */
export async function setPassword(db: Database, userId: number, password: string): Promise<void> {
  const hashed = await hash(password);
  await db.transaction(async (transaction) => {
    await transaction.update(auth.User).set({ password: hashed }).where(eq(auth.User.id, userId));
    await transaction.delete(auth.Session).where(eq(auth.Session.user_id, userId));
  });
}

/**
 * Changes the password of a user who has just said the old one. Of their sessions one stays.
 *
 * @returns false when the old one is theirs no more
 */
export async function changePassword(
  transaction: Database,
  { id, passwordHash }: ProvenUser,
  hashed: string,
  sessionId: string,
): Promise<boolean> {
  const { User } = auth;
  const changed = await transaction
    .update(User)
    .set({ password: hashed })
    .where(and(eq(User.id, id), eq(User.password, passwordHash), User.is_active))
    .returning({ id: User.id });
  if (changed.length === 0) return false;
  const others = and(eq(auth.Session.user_id, id), ne(auth.Session.id, sessionId));
  await transaction.delete(auth.Session).where(others);
  return true;
}

/** Closes an account, or opens it again. Either way no session of before is good for anything. */
export async function setActive(
  transaction: Database,
  userId: number,
  isActive: boolean,
): Promise<void> {
  const { User, Session } = auth;
  // The user first: a login that is under way waits, and then fails or loses its session, too.
  await transaction.update(User).set({ is_active: isActive }).where(eq(User.id, userId));
  await transaction.delete(Session).where(eq(Session.user_id, userId));
}

export async function setSuperuser(
  db: Database,
  userId: number,
  isSuperuser: boolean,
): Promise<void> {
  await db.update(auth.User).set({ is_superuser: isSuperuser }).where(eq(auth.User.id, userId));
}

// A hash of nothing anybody knows, so that an unknown name takes as long as a wrong password.
let decoy: Promise<string> | undefined;

/** A user whose password was right, and the hash that it was held against. */
export interface ProvenUser {
  readonly id: number;
  readonly username: string;
  readonly passwordHash: string;
}

/**
 * The active user with this name and password, or null. It takes its time, in which the password may
 * be changed and the account closed: ask `isStillProven` where something is made of it.
 *
 * @param mayBeDemo whether demo users log in, too
 */
export async function checkPassword(
  db: Database,
  username: string,
  password: string,
  mayBeDemo = false,
): Promise<ProvenUser | null> {
  const name = usernameOf(username);
  const [row] =
    name === null ? [] : await db.select().from(auth.User).where(eq(auth.User.username, name));
  const stored = row?.password ?? (await (decoy ??= hash(crypto.randomUUID())));
  const matches = await verify(stored, password);
  const isDemo = password === DEMO_PASSWORD || isDemoHash(stored);
  if (!matches || !row?.password || !row.is_active || (isDemo && !mayBeDemo)) return null;
  return { id: row.id, username: row.username, passwordHash: row.password };
}

/** Is it still this user's password? Held so until the transaction ends. */
export async function isStillProven(
  transaction: Database,
  { id, passwordHash }: ProvenUser,
): Promise<boolean> {
  const { User } = auth;
  const found = await transaction
    .select({ id: User.id })
    .from(User)
    .where(and(eq(User.id, id), eq(User.password, passwordHash), User.is_active))
    .for("share");
  return found.length > 0;
}

export async function grantPermission(
  db: Database,
  user_id: number,
  permission: Permission,
): Promise<void> {
  await db.insert(auth.UserPermission).values({ user_id, permission }).onConflictDoNothing();
}

export async function revokePermission(
  db: Database,
  userId: number,
  permission: Permission,
): Promise<void> {
  const { user_id, permission: column } = auth.UserPermission;
  await db.delete(auth.UserPermission).where(and(eq(user_id, userId), eq(column, permission)));
}

async function groupId(db: Database, name: string): Promise<number> {
  const [group] = await db.select().from(auth.Group).where(eq(auth.Group.name, name));
  if (!group) throw new Error(`There is no group "${name}".`);
  return group.id;
}

export async function addToGroup(db: Database, user_id: number, name: string): Promise<void> {
  const group_id = await groupId(db, name);
  await db.insert(auth.UserGroup).values({ user_id, group_id }).onConflictDoNothing();
}

export async function removeFromGroup(db: Database, userId: number, name: string): Promise<void> {
  const { user_id, group_id } = auth.UserGroup;
  const id = await groupId(db, name);
  await db.delete(auth.UserGroup).where(and(eq(user_id, userId), eq(group_id, id)));
}

/** Makes a group of every role, with exactly the role's permissions. Writes only differences. */
export async function writeRoles(db: Database): Promise<void> {
  const names = Object.keys(roles);
  if (names.length === 0) return;
  await db
    .insert(auth.Group)
    .values(names.map((name) => ({ name })))
    .onConflictDoNothing();
  const groups = await db.select().from(auth.Group).where(inArray(auth.Group.name, names));
  for (const { id, name } of groups) {
    const permissions = [...(roles[name] ?? [])];
    const { group_id, permission } = auth.GroupPermission;
    await db
      .delete(auth.GroupPermission)
      .where(
        and(
          eq(group_id, id),
          permissions.length > 0 ? notInArray(permission, permissions) : sql`true`,
        ),
      );
    if (permissions.length > 0) {
      await db
        .insert(auth.GroupPermission)
        .values(permissions.map((each) => ({ group_id: id, permission: each })))
        .onConflictDoNothing();
    }
  }
}
