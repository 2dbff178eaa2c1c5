import { eq, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import { User } from "#database/tables";
import { usernameOf } from "./usernames.ts";

/** Users whose names cannot stay, and cannot be changed without asking. */
export class NamesClash extends Error {
  constructor(lines: readonly string[]) {
    const shown = lines.slice(0, 20).map((line) => `  ${line}`);
    if (lines.length > shown.length) shown.push(`  and ${lines.length - shown.length} more`);
    super(
      "Names of users no longer differ by capitals, width or composition, and hold letters, digits " +
        `and ASCII only. Nothing was changed, because of these:\n${shown.join("\n")}\n` +
        "Rename them one by one with `npm run rename-user -- OLD NEW` " +
        "(`node dist/src/commands/rename-user.js OLD NEW`), and start again.",
    );
  }
}

interface Named {
  readonly id: number;
  readonly username: string;
}

/** All that is ASCII without capitals and spaces is a name as it stands. */
const isUnusual = sql`${User.username} collate "C" !~ '^[!-@[-~]+$'`;

const namesOf = (db: Database) => db.select({ id: User.id, username: User.username }).from(User);

/**
 * Writes the names that earlier versions took as they came as they are compared now.
 *
 * @throws NamesClash
 */
export async function settleUsernames(transaction: Database): Promise<void> {
  const unusual = await namesOf(transaction).where(isUnusual).orderBy(User.id);
  const problems: string[] = [];
  const changes: Named[] = [];
  for (const { id, username } of unusual) {
    const name = usernameOf(username);
    if (name === username) continue;
    if (name === null) problems.push(`${JSON.stringify(username)} is no name any more`);
    else changes.push({ id, username: name });
  }
  for (const { id, username } of changes) {
    const others = await othersCalled(transaction, username, id, unusual);
    const same = others.map((other) => JSON.stringify(other.username)).join(", ");
    const own = unusual.find((user) => user.id === id)?.username ?? "";
    if (same) problems.push(`${JSON.stringify(own)} would be the same as ${same}`);
  }
  if (problems.length > 0) throw new NamesClash(problems);
  for (const { id, username } of changes) {
    await transaction.update(User).set({ username }).where(eq(User.id, id));
  }
}

/** Users but this one who have that name, or would have it once the names are settled. */
export async function othersCalled(
  db: Database,
  name: string,
  id: number,
  unusual?: readonly Named[],
): Promise<Named[]> {
  const exact = await namesOf(db).where(eq(User.username, name));
  const rest = unusual ?? (await namesOf(db).where(isUnusual));
  const same = rest.filter(({ username }) => username !== name && usernameOf(username) === name);
  return [...exact, ...same].filter((user) => user.id !== id);
}
