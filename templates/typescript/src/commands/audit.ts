import "#node-version";
import { parseArgs } from "node:util";
import { type AuditRow, OUTCOMES, readAudit } from "#audit/log";
import { BadInput, runCommand, withDatabase } from "./command.ts";
import { unknownName } from "./suggestions.ts";

const USAGE = `Usage: npm run audit -- [--user NAME] [--action NAME] [--outcome allowed|denied|refused]
                        [--since 2026-01-31|2026-01-31T12:00Z|30m|12h|7d] [--limit 50] [--json]
Prints the audit log, the newest entries first: who did, or tried, what, when and where.`;

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      user: { type: "string", default: "" },
      action: { type: "string", default: "" },
      outcome: { type: "string" },
      since: { type: "string" },
      limit: { type: "string", default: "50" },
      json: { type: "boolean", default: false },
    },
  });
  const filter = {
    user: values.user,
    action: values.action,
    outcome: readOutcome(values.outcome),
    ...(values.since === undefined ? {} : { since: readSince(values.since) }),
  };
  const limit = readLimit(values.limit);

  await withDatabase(async (db) => {
    const entries = await readAudit(db, filter, limit);
    if (values.json) console.log(JSON.stringify(entries, null, 2));
    else print(entries);
  });
});

function readOutcome(text: string | undefined): AuditRow["outcome"] | "" {
  const outcome = OUTCOMES.find((known) => known === text);
  if (text !== undefined && outcome === undefined) throw unknownName("outcome", text, OUTCOMES);
  return outcome ?? "";
}

function readSince(text: string): Date {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  if (count && unit)
    return new Date(Date.now() - Number(count) * UNITS[unit as keyof typeof UNITS]);
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(date.getTime())) {
    throw new BadInput(
      `"${text}" is no time: write 2026-01-31, 2026-01-31T12:00Z, 30m, 12h or 7d.`,
    );
  }
  return date;
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new BadInput("--limit must be a number from 1 to 999999.");
}

function print(entries: readonly AuditRow[]): void {
  if (entries.length === 0) return console.log("No entry is like that.");
  const rows = entries.map((entry) =>
    [
      entry.at.toISOString(),
      entry.repeats > 0 ? `${entry.outcome} ${entry.repeats + 1} times` : entry.outcome,
      entry.username || "nobody",
      entry.action,
      entry.target_name === "" ? entry.target : `${entry.target} “${entry.target_name}”`,
      JSON.stringify(entry.params),
    ].map(
      // Nothing that somebody sent may move the terminal's cursor.
      (text) => text.replaceAll(/\p{Cc}/gu, "\ufffd"),
    ),
  );
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    console.log(row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
  }
}
