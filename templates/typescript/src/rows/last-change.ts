/** Who changed a row last, and when, as a sentence begins with it. */
import { and, desc, eq, sql } from "drizzle-orm";
import { getTableName } from "drizzle-orm";
import type { Database } from "#database/connection";
import { User, Write } from "#database/tables";
import type { KeyedTable } from "#runtime/registry";
import type { User as Visitor } from "#runtime/visitor";

/** A row and its table. */
export interface Subject {
  readonly table: KeyedTable;
  readonly row: Readonly<Record<string, unknown>>;
}

/** How the writes on a row are found again. */
export function targetOf({ table, row }: Subject): string {
  return `${getTableName(table)} ${String(row["id"])}`;
}

/**
 * Who changed one of these columns last: "anna, 5 minutes ago,", or "Somebody" where a program, a
 * console or a view of one's own did.
 */
export async function lastChange(
  db: Database,
  visitor: Visitor | null,
  subject: Subject,
  columns: readonly string[],
): Promise<string> {
  const named = sql.join(
    columns.map((column) => sql`${column}`),
    sql`, `,
  );
  const [last] = await db
    .select({
      userId: Write.user_id,
      username: User.username,
      seconds: sql<number>`extract(epoch from now() - ${Write.at})::int`,
    })
    .from(Write)
    .leftJoin(User, eq(User.id, Write.user_id))
    .where(
      and(eq(Write.target, targetOf(subject)), sql`${Write.columns} && array[${named}]::text[]`),
    )
    .orderBy(desc(Write.at))
    .limit(1);
  if (!last) return "Somebody";
  const ago = agoOf(Number(last.seconds));
  if (last.userId !== null && last.userId === visitor?.id) return `You, in another window, ${ago},`;
  return `${last.username ?? "Somebody"}, ${ago},`;
}

function agoOf(seconds: number): string {
  if (seconds < 60) return "less than a minute ago";
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return minutes === 1 ? "a minute ago" : `${minutes} minutes ago`;
  const hours = Math.round(minutes / 60);
  return hours === 1 ? "an hour ago" : `${hours} hours ago`;
}

/** Columns as people call them: “Is locked” and “Maker”. */
export function namesOf(columns: readonly string[]): string {
  const names = columns.map((column) => {
    const words = column.replace(/_id$/, "").replaceAll("_", " ");
    return `“${words.charAt(0).toUpperCase()}${words.slice(1)}”`;
  });
  return new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
