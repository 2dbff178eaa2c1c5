import { and, eq, getTableName, inArray, isNotNull, like, not, or, sql } from "drizzle-orm";
import type { Database } from "../database/connection.ts";
import * as auth from "../database/tables.ts";
import { roles } from "../roles.ts";
import { verify } from "./passwords.ts";

/** Everybody's password while developing. */
export const DEMO_PASSWORD = "demo";

/**
 * What demo users are known by: it stands in the hash of their password, and of nobody else's. So
 * another name does not hide them, and whoever has another password is none of them any more.
 */
export const DEMO_SALT = Buffer.from("for demo users only");
const MARK = `$${DEMO_SALT.toString("base64").replaceAll("=", "")}$`;

export const isDemoHash = (passwordHash: string) => passwordHash.includes(MARK);

export interface DemoUser {
  readonly id: number;
  readonly username: string;
}

/** In production somebody could log in with the password that everybody knows. */
export class DemoUsersLeft extends Error {
  constructor(users: readonly DemoUser[]) {
    const names = users.slice(0, 10).map(({ username }) => username);
    if (users.length > names.length) names.push("…");
    super(
      `Demo users of \`npm run dev\` can log in to this database: ${names.join(", ")}. Remove them ` +
        "with `npm run remove-demo-users` (`node dist/src/commands/remove-demo-users.js`).",
    );
  }
}

/** Users whose password was not marked yet when they were made; verifying takes its time. */
const MOST_VERIFIED = 50;

/** The active users who can log in with the demo password. */
export async function findDemoUsers(db: Database): Promise<DemoUser[]> {
  const { id, username, password, is_active, is_superuser } = auth.User;
  const isMarked = like(password, `%${MARK}%`);
  const find = () => db.select({ id, username, password }).from(auth.User).$dynamic();
  const marked = await find().where(and(is_active, isMarked)).orderBy(id);
  // Of those that an earlier version made: the ones with its names, and those who may do anything.
  const names = [...Object.keys(roles), "admin", "superuser"];
  const suspects = await find()
    .where(
      and(
        is_active,
        isNotNull(password),
        not(isMarked),
        or(is_superuser, inArray(username, names)),
      ),
    )
    .orderBy(id)
    .limit(MOST_VERIFIED);
  const verdicts = suspects.map((user) => verify(user.password ?? "", DEMO_PASSWORD));
  const isDemo = await Promise.all(verdicts.map((verdict) => verdict.catch(() => false)));
  return [...marked, ...suspects.filter((_, place) => isDemo[place])].map((user) => ({
    id: user.id,
    username: user.username,
  }));
}

/** @throws DemoUsersLeft */
export async function refuseDemoUsers(db: Database): Promise<void> {
  const users = await findDemoUsers(db);
  if (users.length > 0) throw new DemoUsersLeft(users);
}

/**
 * Deletes a demo user to whom no row of the project refers. Nothing is deleted along with a user: one
 * to whom rows refer stays, without a password and inactive.
 *
 * @returns whether the user is gone
 */
export async function removeDemoUser(db: Database, { id }: DemoUser): Promise<boolean> {
  const isNeeded = await isReferredTo(db, id);
  if (isNeeded) {
    const closed = { password: null, is_active: false };
    await db.update(auth.User).set(closed).where(eq(auth.User.id, id));
    await db.delete(auth.Session).where(eq(auth.Session.user_id, id));
  } else {
    await db.delete(auth.User).where(eq(auth.User.id, id));
  }
  return !isNeeded;
}

/** What these say of a user goes with the user, or outlives it by itself. */
const OWN_TABLES = [auth.UserGroup, auth.UserPermission, auth.Session, auth.AuditEntry];

/** Asks the database itself, which knows of tables that no model describes. */
async function isReferredTo(db: Database, userId: number): Promise<boolean> {
  const references = await rowsOf<{ table: string; column: string; name: string }>(
    db,
    sql`select relname as name, conrelid::regclass::text as table, quote_ident(attname) as column
      from pg_constraint
        join pg_attribute on attrelid = conrelid and attnum = conkey[1]
        join pg_class on pg_class.oid = conrelid
      where contype = 'f' and confrelid = ${getTableName(auth.User)}::regclass`,
  );
  const own: string[] = OWN_TABLES.map(getTableName);
  for (const { table, column } of references.filter(({ name }) => !own.includes(name))) {
    const found = sql`select from ${sql.raw(table)} where ${sql.raw(column)} = ${userId} limit 1`;
    if ((await rowsOf(db, found)).length > 0) return true;
  }
  return false;
}

async function rowsOf<Row>(db: Database, query: ReturnType<typeof sql>): Promise<Row[]> {
  return ((await db.execute(query)) as unknown as { rows: Row[] }).rows;
}
