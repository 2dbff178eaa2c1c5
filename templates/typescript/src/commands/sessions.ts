import "#node-version";
import { parseArgs } from "node:util";
import { endSessions, type SessionRow, sessionsOf } from "#accounts/sessions";
import { accountOf, recordCommand } from "./accounts.ts";
import { BadInput, runCommand, withDatabase } from "./command.ts";

const USAGE = `Usage: npm run sessions -- USER [--end ID]... [--end-all]
Lists where a user is logged in, the session used last first, or ends sessions: those whose ids
begin so, or all. Open pages know at once.`;

/** So much of an id is shown, and is enough to say which one is meant. */
const SHOWN = 12;

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      end: { type: "string", multiple: true, default: [] },
      "end-all": { type: "boolean", default: false },
    },
  });
  const [typed, ...others] = positionals;
  if (typed === undefined || others.length > 0)
    throw new BadInput("Give one name: npm run sessions -- USER");

  await withDatabase(async (db) => {
    const { id, username } = await accountOf(db, typed);
    const sessions = await sessionsOf(db, id);
    if (values.end.length === 0 && !values["end-all"]) return print(username, sessions);
    const chosen = values.end.map((start) => sessionIn(sessions, start));
    const count = await db.transaction(async (transaction) => {
      const ids = values["end-all"] ? "all" : chosen.map((session) => session.id.slice(0, SHOWN));
      await recordCommand(transaction, "end-sessions", username, { ids });
      if (values["end-all"]) return endSessions(transaction, id);
      for (const { id: only } of chosen) await endSessions(transaction, id, { only });
      return chosen.length;
    });
    console.log(`${count} ${count === 1 ? "session" : "sessions"} of ${username} ended.`);
  });
});

function sessionIn(sessions: readonly SessionRow[], start: string): SessionRow {
  const found = sessions.filter(({ id }) => start.length >= 6 && id.startsWith(start));
  const [only] = found;
  if (found.length !== 1 || !only)
    throw new BadInput(`No session, or not one alone, is "${start}".`);
  return only;
}

function print(username: string, sessions: readonly SessionRow[]): void {
  if (sessions.length === 0) return console.log(`${username} is logged in nowhere.`);
  for (const { id, created_at, last_seen_at, address, browser } of sessions) {
    const times = `since ${created_at.toISOString()}, last used ${last_seen_at.toISOString()}`;
    // Browsers say what they like.
    const from = [address, browser]
      .filter(Boolean)
      .join(", ")
      .replaceAll(/\p{Cc}/gu, "\ufffd");
    console.log(`${id.slice(0, SHOWN)}  ${times}${from ? `, from ${from}` : ""}`);
  }
}
