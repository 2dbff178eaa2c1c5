import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { apps, type Endpoint, type Visitor, visitorNamed } from "../support/matrix.ts";
import { rowIn, tableOf } from "../support/rows.ts";
import { livePages } from "./support/doors.ts";
import { lengthOf, textColumns } from "./support/ground.ts";
import { type Guest } from "./support/guests.ts";
import { send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Rows that a live page shows beside its object, to somebody who may open the page and not view them.

const MARK = "seenqz7";

interface Hidden {
  readonly page: Endpoint;
  readonly model: string;
  readonly visitor: Visitor;
}

export function attackRelatedRows(scenario: Scenario): void {
  const hidden = livePages.flatMap(hiddenOn);

  describe.skipIf(hidden.length === 0)("rows on a live page", () => {
    it("are sent to nobody who may not view them", async () => {
      for (const { page, model, visitor } of hidden) {
        await scenario.replant();
        if (!(await mark(model))) continue;
        const sent = await whatComes(page, await scenario.invite(visitor));
        for (const text of sent) expect(text, `${page.id}: ${model}`).not.toContain(MARK);
      }
    });
  });

  /** Writes the mark into every text of our own row; false: there is no room for it. */
  async function mark(model: string): Promise<boolean> {
    const table = tableOf(model);
    const columns = textColumns(table).filter(
      ([, column]) => (lengthOf(column) ?? Infinity) >= MARK.length,
    );
    if (columns.length === 0) return false;
    const { id } = rowIn(scenario.ground.own, model);
    const texts = Object.fromEntries(columns.map(([name]) => [name, MARK]));
    await scenario.db.update(table).set(texts).where(eq(table.id, id));
    return true;
  }

  /** The page, and what its socket says first. */
  async function whatComes(page: Endpoint, as: Guest): Promise<string[]> {
    const path = scenario.pathOf(page);
    const { status, body } = await send(scenario.url, { path, as });
    expect(status, page.id).toBe(200);
    const socket = await openSocket(scenario.url, path, as);
    const first = await socket.next();
    socket.close();
    expect(first, page.id).toMatchObject({ type: "render" });
    return [body, JSON.stringify(first)];
  }
}

/** The rows of a page that somebody may not view who may open it. */
function hiddenOn(page: Endpoint): Hidden[] {
  const app = apps.find(({ endpoints }) => endpoints.includes(page));
  return (page.related ?? []).flatMap(({ model, hidden }) =>
    hidden.flatMap((name): Hidden[] =>
      app === undefined ? [] : [{ page, model, visitor: visitorNamed(app, name) }],
    ),
  );
}
