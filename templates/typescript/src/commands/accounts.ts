import { userInfo } from "node:os";
import { type Account, findAccount, holdingsOf } from "#accounts/holdings";
import { usernameOf } from "#accounts/usernames";
import { writeAudit } from "#audit/log";
import type { Database } from "#database/connection";
import { Group, User } from "#database/tables";
import { type Permission, permissionNames } from "#permissions";
import { unknownName } from "./suggestions.ts";

/** @throws BadInput with the name that may be meant */
export async function accountOf(db: Database, username: string): Promise<Account> {
  const account = await findAccount(db, usernameOf(username) ?? username);
  if (account) return account;
  const users = await db.select({ name: User.username }).from(User).limit(10_000);
  throw unknownName("user", username, namesOf(users));
}

/** @throws BadInput unless every group exists */
export async function checkGroups(db: Database, groups: readonly string[]): Promise<void> {
  const known = namesOf(await db.select({ name: Group.name }).from(Group));
  for (const name of groups) if (!known.includes(name)) throw unknownName("group", name, known);
}

/** @throws BadInput unless the project has every one of these permissions */
export function checkPermissions(names: readonly string[]): Permission[] {
  return names.map((name) => {
    const permission = permissionNames.find((known) => known === name);
    if (permission === undefined) throw unknownName("permission", name, permissionNames);
    return permission;
  });
}

/** Whom the audit log names for a command; no user can be called so. */
export const commandLineName = () => `command line (${userInfo().username})`;

/** Writes down what a command changed, in the transaction that changes it. */
export async function recordCommand(
  db: Database,
  action: string,
  target: string,
  params: Readonly<Record<string, unknown>>,
): Promise<void> {
  const user = { id: null, username: commandLineName() };
  await writeAudit(db, { user, action, target, params }, "allowed");
}

/** Says what a user may do, and whence. */
export async function printHoldings(db: Database, account: Account): Promise<void> {
  const { username, id, isActive, isSuperuser } = account;
  const { own, groups } = await holdingsOf(db, id);
  const list = (names: readonly string[]) => names.join(", ") || "nothing";
  console.log(`${username} now holds:`);
  console.log(`  of their own: ${list(own)}`);
  for (const [name, permissions] of Object.entries(groups)) {
    console.log(`  through the group ${name}: ${list(permissions)}`);
  }
  if (isSuperuser) console.log("  and, as a superuser, every permission");
  if (!isActive) console.log("  but is not active, and cannot log in");
}

function namesOf(rows: readonly { name: string }[]): string[] {
  return rows.map(({ name }) => name);
}
