import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { rights } from "#rights";
import type { Visitor } from "#runtime/visitor";
import { isOneOf, type KeyedTable, type Rows } from "./bound-rows.ts";
import { toldApart } from "./row-label.ts";
import { rowName } from "./row-name.ts";

/** Rows of one kind, in words. */
export interface RowGroup {
  /** `3 locations`. */
  readonly what: string;
  /** The first of them. */
  readonly names: readonly string[];
  /** How many more there are. */
  readonly others: number;
}

/** Of rows that one may not view it is said neither what they are nor how many. */
const UNSEEN: RowGroup = { what: "rows that you may not view", names: [], others: 0 };

const MOST_NAMES = 5;
const LONGEST_NAME = 80;

/** The rows as a visitor may know them. */
export async function groupsOf(db: Database, visitor: Visitor, rows: Rows): Promise<RowGroup[]> {
  const groups: RowGroup[] = [];
  for (const [table, ids] of rows) {
    if (mayView(visitor, table)) groups.push(await groupOf(db, table, [...ids]));
  }
  return groups.length < rows.size ? [...groups, UNSEEN] : groups;
}

export function mayView(visitor: Visitor, table: PgTable): boolean {
  const permission = rights[getTableName(table)]?.view;
  return permission ? visitor.hasPerm(permission) : visitor.user?.isSuperuser === true;
}

async function groupOf(db: Database, table: KeyedTable, ids: number[]): Promise<RowGroup> {
  const { one, many } = rights[getTableName(table)] ?? { one: "row", many: "rows" };
  const first = ids.toSorted((a, b) => a - b).slice(0, MOST_NAMES);
  const rows = await db
    .select()
    .from(table as PgTable)
    .where(isOneOf(table.id, first))
    .orderBy(table.id);
  const names = new Map(rows.map((row) => [row["id"], nameOf(table, row)]));
  return {
    what: `${ids.length} ${ids.length === 1 ? one : many}`,
    names: [...toldApart(names).values()],
    others: ids.length - rows.length,
  };
}

function nameOf(table: KeyedTable, row: Record<string, unknown>): string {
  const name = rowName(table, row).trim();
  if (name === "") return `#${String(row["id"])}`;
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** `2 cards (“Ship”, “Pack”), rows that you may not view`. */
export function inWords(groups: readonly RowGroup[]): string {
  return groups
    .map(({ what, names, others }) => {
      const quoted = names.map((name) => (name.startsWith("#") ? name : `“${name}”`));
      const said = [...quoted, ...(others > 0 ? [`${others} more`] : [])];
      return said.length > 0 ? `${what} (${said.join(", ")})` : what;
    })
    .join(", ");
}
