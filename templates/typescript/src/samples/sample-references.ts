import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import * as auth from "#database/tables";
import { isUnique, referencesOf, uniqueKeys } from "#rows/table-facts";

/** Values of a row, by the columns' properties. */
export type Values = Record<string, unknown>;

/** How many rows of each table a developer sees, and how many partners each user is tied to. */
const ROWS = 5;
const PARTNERS = 3;

/** What the rows of a table refer to: more than are wanted, because some may be taken. */
export function proposalsFor(
  table: PgTable,
  existing: ReadonlyMap<PgTable, readonly number[]>,
): { wanted: number; proposals: Iterable<Values> } {
  const choices = [...referencesOf(table)].flatMap(([name, target]) => {
    const ids = existing.get(target) ?? [];
    const isUser = target === auth.User;
    return ids.length > 0 ? [{ name, ids, isUser, isAlone: isUnique(table, name) }] : [];
  });
  const users = choices.find(({ isUser }) => isUser);
  const partner = choices.find(({ isUser }) => !isUser);
  const turn = (number: number): Values =>
    Object.fromEntries(
      choices.map(({ name, ids, isAlone }, place) => {
        // The second reference falls behind by one each time that the first begins anew.
        const round = place === 0 ? 0 : Math.floor(number / (choices[0]?.ids.length ?? 1));
        const isLeft = !isAlone || number < ids.length || getTableColumns(table)[name]?.notNull;
        return [name, isLeft ? ids[(number + round) % ids.length] : null];
      }),
    );
  if (users && partner && !users.isAlone && !partner.isAlone) {
    const partners = partner.ids.slice(0, PARTNERS);
    const wanted = partners.length * users.ids.length;
    const proposals = partners.flatMap((id, first) =>
      users.ids.map((user, second) => ({
        ...turn(first * users.ids.length + second),
        [partner.name]: id,
        [users.name]: user,
      })),
    );
    return { wanted, proposals };
  }
  const wanted = users?.isAlone ? Math.max(ROWS, users.ids.length) : ROWS;
  return { wanted, proposals: Array.from({ length: 4 * wanted }, (_, number) => turn(number)) };
}

/** References of a row to its own kind: two below each, or one where only one may be. */
export function parents(table: PgTable, made: readonly number[]): Values {
  const names = [...referencesOf(table)].filter(([, target]) => target === table);
  return Object.fromEntries(
    names.map(([name]) => {
      const place = isUnique(table, name) ? made.length - 1 : Math.floor((made.length - 1) / 2);
      return [name, made[place] ?? null];
    }),
  );
}

/** Every third yes or no is not the usual one, so that both are there to see. */
export function flags(table: PgTable, number: number): Values {
  const keys = uniqueKeys(table).flat();
  const free = Object.entries(getTableColumns(table)).filter(
    ([name, { dataType }]) => dataType === "boolean" && !keys.includes(name),
  );
  return Object.fromEntries(
    free.map(([name, column]) => [name, (column.default === true) !== (number % 3 === 1)]),
  );
}
