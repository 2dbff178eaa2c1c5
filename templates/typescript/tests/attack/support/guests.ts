import { loginUrl } from "#project";
import type { Visitor } from "../../support/matrix.ts";
import { createVisitor } from "../../support/people.ts";
import { send, type Sender } from "./http.ts";
import type { Target } from "./target.ts";

/** Somebody who came in by the login page, or nobody. */
export interface Guest extends Sender {
  readonly id: number | null;
  readonly username: string;
  readonly visitor: Visitor;
}

export const PASSWORD = "correct horse battery staple";

/** A visitor who is not logged in, with a token that is valid for nobody. */
export async function nobody(target: Target): Promise<Guest> {
  const sender = await readForm(target, loginUrl, []);
  return { id: null, username: "", visitor: { user: "none" }, ...sender };
}

/** Makes a user with the visitor's permissions and logs in. Who is inactive stays nobody. */
export async function guest(target: Target, visitor: Visitor): Promise<Guest> {
  const stranger = await nobody(target);
  if (visitor.user === "none") return stranger;
  const user = await createVisitor(target.db, visitor, PASSWORD);
  const { cookies, status } = await logIn(target, stranger, user.username);
  if (visitor.user === "inactive") return { ...stranger, ...user, visitor };
  if (status !== 303) throw new Error(`The login page answered ${status}.`);
  const sender = await readForm(target, "/", cookies);
  return { ...user, ...sender, visitor };
}

export function logIn(target: Target, as: Sender, username: string, next = "/") {
  return send(target.url, { path: loginUrl, as, form: { username, password: PASSWORD, next } });
}

/** Says the password again, so that the actions that want it are open for some minutes. */
export async function confirm(target: Target, as: Sender): Promise<void> {
  const path = "/confirm-password/";
  const { status } = await send(target.url, { path, as, form: { password: PASSWORD } });
  if (status !== 303) throw new Error(`${path} answered ${status}.`);
}

/** The token that a page's forms carry, and the cookies so far with those it set. */
export async function readForm(
  target: Target,
  path: string,
  held: readonly string[],
): Promise<Sender> {
  const reply = await send(target.url, { path, headers: { cookie: held.join("; ") } });
  const csrfToken = /name="_csrf" value="([^"]+)"/.exec(reply.body)?.[1] ?? "";
  const names = reply.cookies.map((cookie) => cookie.split("=", 1)[0]);
  const kept = held.filter((cookie) => !names.includes(cookie.split("=", 1)[0]));
  return { cookie: [...kept, ...reply.cookies].join("; "), csrfToken };
}
