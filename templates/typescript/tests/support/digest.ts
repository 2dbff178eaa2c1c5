import { getTableName, sql } from "drizzle-orm";
import type { Database } from "#database/connection";
import { projectTables } from "#rows/table-facts";

const USER_TABLES = [
  "auth_user",
  "auth_group",
  "auth_group_permission",
  "auth_user_group",
  "auth_user_permission",
];

const digests = [...projectTables().map(getTableName), ...USER_TABLES].map(
  (name) =>
    `select '${name}' as name, md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) as digest from "${name}" t`,
);

/** A digest of every table but those that merely record who came: sessions and the audit log. */
export async function digestOf(db: Database): Promise<string> {
  return JSON.stringify(await digestsOf(db));
}

/** The same, by table. */
export async function digestsOf(db: Database): Promise<Record<string, string>> {
  const { rows } = (await db.execute(sql.raw(digests.join(" union all ")))) as unknown as {
    rows: { name: string; digest: string }[];
  };
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}
