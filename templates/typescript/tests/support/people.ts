import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { createUser } from "#accounts/users";
import type { Database } from "#database/connection";
import * as auth from "#database/tables";
import { apps, knownPermissions, type Visitor } from "./matrix.ts";
import { rowTying } from "./rows.ts";
import { anonymousSession, openSession } from "./sessions.ts";
import type { Stage } from "./stage.ts";

/** A visitor in the flesh: a user, unless it is nobody, and what the browser holds. */
export interface Person {
  id: number | null;
  cookie: string;
  csrfToken: string;
}

export interface PersonOptions {
  /** The password was confirmed just now. Default: true. */
  confirmed?: boolean;
  password?: string;
}

const nobodies = new WeakMap<object, Awaited<ReturnType<typeof anonymousSession>>>();

/** Makes a person with exactly the visitor's permissions. */
export async function invite(
  { app, db }: Stage,
  visitor: Visitor,
  { confirmed = true, password }: PersonOptions = {},
): Promise<Person> {
  const nobody = await (nobodies.get(app) ?? anonymousSession(app));
  nobodies.set(app, nobody);
  if (visitor.user === "none") return { id: null, ...nobody };
  const { id } = await createVisitor(db, visitor, password);
  const session = await openSession(app, db, id, { confirmed });
  // Whoever is not active is nobody to the application, and so is the token of their forms.
  if (visitor.user === "inactive") return { id, ...asNobody(session.cookie, nobody) };
  return { id, ...session };
}

/** Makes a user with exactly the visitor's permissions; without a password nobody can log in. */
export async function createVisitor(db: Database, visitor: Visitor, password?: string) {
  const username = `visitor-${randomUUID()}`;
  const id = await createUser(db, {
    username,
    isActive: visitor.user !== "inactive",
    isSuperuser: visitor.user === "superuser",
    groups: visitor.grants && "role" in visitor.grants ? [visitor.grants.role] : [],
    ...(password === undefined ? {} : { password }),
  });
  const rows = permissionsOf(visitor).map((permission) => ({ user_id: id, permission }));
  if (rows.length > 0) await db.insert(auth.UserPermission).values(rows);
  return { id, username };
}

/** Lets happen to the person what happens to the visitor between the page and the next click. */
export async function interrupt(
  stage: Stage,
  visitor: Visitor,
  person: Person,
  ties: { model: string; user: string } | undefined,
): Promise<void> {
  const { app, db } = stage;
  const id = person.id ?? 0;
  if (typeof visitor.meanwhile === "object") {
    await db.delete(auth.UserPermission).where(eq(auth.UserPermission.user_id, id));
    const { revoke } = visitor.meanwhile;
    const left = permissionsOf(visitor).filter((name) => !revoke.includes(name));
    const rows = left.map((permission) => ({ user_id: id, permission }));
    if (rows.length > 0) await db.insert(auth.UserPermission).values(rows);
  } else if (visitor.meanwhile === "leave") {
    if (ties) await rowTying(stage, ties, id).remove();
  } else {
    if (visitor.meanwhile === "log_out") {
      await db.delete(auth.Session).where(eq(auth.Session.user_id, id));
    } else {
      await db.update(auth.User).set({ is_active: false }).where(eq(auth.User.id, id));
    }
    Object.assign(person, asNobody(person.cookie, await anonymousSession(app)));
  }
}

function permissionsOf({ grants }: Visitor): string[] {
  if (grants === undefined || "role" in grants) return [];
  if ("only" in grants) return grants.only;
  if ("app" in grants) return apps.find((app) => app.label === grants.app)?.permissions ?? [];
  return knownPermissions.filter((name) => !grants.all_except.includes(name));
}

/** The session's cookie, with a token that is valid for nobody. */
function asNobody(cookie: string, nobody: { cookie: string; csrfToken: string }) {
  const session = cookie.split("; ").filter((part) => !part.startsWith("csrf="));
  return { cookie: [...session, nobody.cookie].join("; "), csrfToken: nobody.csrfToken };
}
