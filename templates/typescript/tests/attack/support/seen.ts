import { eq } from "drizzle-orm";
import { parse } from "node-html-parser";
import { saw } from "#runtime/seen";
import type { Endpoint } from "../../support/matrix.ts";
import { allRows, rowIn, startingPoint, tableOf } from "../../support/rows.ts";
import { hasPage } from "./doors.ts";
import { type Guest } from "./guests.ts";
import { send } from "./http.ts";
import type { Scenario } from "./scenario.ts";

/** What a page of this moment says that it has seen of the row that the endpoint changes. */
export async function seenNow(
  scenario: Scenario,
  endpoint: Endpoint,
  guest: Guest,
): Promise<string> {
  const path = scenario.pathOf(endpoint);
  await scenario.situate(endpoint, guest);
  if (hasPage(endpoint)) {
    const { body } = await send(scenario.url, { path, as: guest });
    // Those of the page's controls say where they are sent to.
    const field = parse(body).querySelector('main form:not([action]) input[name="_seen"]');
    const seen = field?.getAttribute("value");
    if (!seen) throw new Error(`The form of ${path} does not say what it saw.`);
    return seen;
  }
  return scenario.target.seals.seal(saw(await changedRow(scenario, endpoint)));
}

/** The same, of a page that was opened before the row was changed. */
export function outdated({ target: { seals } }: Scenario, seen: string): string {
  const names = Object.keys(JSON.parse(seals.open(seen)) as object);
  return seals.seal(JSON.stringify(Object.fromEntries(names.map((name) => [name, "older"]))));
}

/** Puts the row where the effect will visibly change it. */
export async function putAtStart(scenario: Scenario, { effect }: Endpoint): Promise<void> {
  const { model = "" } = effect as { model?: string };
  const start = startingPoint(model, effect);
  if (Object.keys(start).length === 0) return;
  const table = tableOf(model);
  const { id } = rowIn(scenario.ground.own, model);
  await scenario.db.update(table).set(start).where(eq(table.id, id));
}

/** The row as it is at this moment. */
export async function changedRow(
  scenario: Scenario,
  { effect }: Endpoint,
): Promise<Record<string, unknown>> {
  const { model = "" } = effect as { model?: string };
  const { id } = rowIn(scenario.ground.own, model);
  const row = (await allRows(scenario, model)).find((one) => one.id === id);
  if (!row) throw new Error(`${model} ${id} is gone.`);
  return row;
}
