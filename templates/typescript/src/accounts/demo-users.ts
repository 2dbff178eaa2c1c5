import { and, eq, inArray, isNotNull, like, not, or } from "drizzle-orm";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { roles } from "#roles";
import { verify } from "./passwords.ts";
import { referencesTo } from "./references.ts";

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
  const isNeeded = (await referencesTo(db, id)).length > 0;
  if (isNeeded) {
    const closed = { password: null, is_active: false };
    await db.update(auth.User).set(closed).where(eq(auth.User.id, id));
    await db.delete(auth.Session).where(eq(auth.Session.user_id, id));
  } else {
    await db.delete(auth.User).where(eq(auth.User.id, id));
  }
  return !isNeeded;
}
