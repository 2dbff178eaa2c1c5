import { describe, expect, it } from "vitest";
import { NoRoom } from "#samples/sample-rows";
import { type BoundRows, type Endpoint, endpoints, type Visitor } from "../support/matrix.ts";
import { columnOf, makeRow, rowIn } from "../support/rows.ts";
import { hasPage, pageOf } from "./support/doors.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import { judge } from "./support/oracle.ts";
import type { Scenario } from "./support/scenario.ts";
import { seenNow } from "./support/seen.ts";

// Rows that would be deleted with another, by whoever may delete that one alone.

/** A door that deletes a row, and rows that refer to it. */
interface Deletion {
  readonly endpoint: Endpoint;
  readonly model: string;
  readonly bound: BoundRows;
  /** Holds every permission; but for what goes along, that to delete it. */
  readonly visitor: Visitor;
}

const deletions = endpoints.flatMap((endpoint): Deletion[] => {
  const { effect } = endpoint;
  if (effect?.kind !== "delete") return [];
  const { model, bound: all = [] } = effect;
  return all
    .map((bound): Deletion => {
      const missing = bound.rule === "cascade" ? [bound.permission] : [];
      const visitor: Visitor = { user: "active", grants: { all_except: missing } };
      return { endpoint, model, bound, visitor };
    })
    .filter(({ visitor }) => judge(endpoint, visitor, "own") === "allow");
});

const ofRule = (rule: BoundRows["rule"]) => deletions.filter(({ bound }) => bound.rule === rule);

export function attackDeletes(scenario: Scenario): void {
  describe("a row to which others are bound", () => {
    const along = ofRule("cascade");
    it.skipIf(along.length === 0)(
      "is not deleted by whoever may not delete what goes along",
      async () => {
        for (const deletion of along) await expectRefused(deletion, "You may not delete");
      },
    );

    const shown = along.filter(({ endpoint }) => hasPage(endpoint));
    it.skipIf(shown.length === 0)("is not deleted with more than its page showed", async () => {
      for (const deletion of shown) {
        await scenario.replant();
        const guest = await scenario.invite();
        await confirm(scenario.target, guest);
        const { endpoint } = deletion;
        const _seen = await seenNow(scenario, endpoint, guest);
        if (!(await bindAnother(deletion))) continue;
        const input = { ...(await scenario.inputOf(endpoint, guest)), _seen };
        const said = await scenario.unchanged(() => fire(endpoint, guest, input));
        expect(said, endpoint.id).toContain("Other rows go along");
      }
    });

    const held = ofRule("protect");
    it.skipIf(held.length === 0)("is not deleted as long as they hold it", async () => {
      for (const deletion of held) await expectRefused(deletion, "others refer to it");
    });
  });

  async function expectRefused(deletion: Deletion, sentence: string): Promise<void> {
    const { endpoint, bound, visitor } = deletion;
    await scenario.replant();
    await bindAnother(deletion);
    const guest = await scenario.invite(visitor);
    await confirm(scenario.target, guest);
    const input = await scenario.inputOf(endpoint, guest);
    const said = await scenario.unchanged(() => fire(endpoint, guest, input));
    expect(said, `${endpoint.id}, with ${bound.model}`).toContain(sentence);
  }

  /** Whether there is room for one; otherwise the one that is there is bound to the row. */
  async function bindAnother({ model, bound }: Deletion): Promise<boolean> {
    const { id } = rowIn(scenario.ground.own, model);
    const given = { [columnOf(bound.model, bound.field)]: id };
    try {
      await makeRow(scenario.target, bound.model, given);
      return true;
    } catch (error) {
      if (error instanceof NoRoom) return false;
      throw error;
    }
  }

  /** What the page, or the socket, answers. */
  async function fire(
    endpoint: Endpoint,
    guest: Guest,
    input: Record<string, unknown>,
  ): Promise<string> {
    if (endpoint.method !== "EVENT") {
      const path = scenario.pathOf(endpoint);
      return (await send(scenario.url, { path, as: guest, form: input })).body;
    }
    const socket = await openSocket(scenario.url, scenario.pathOf(pageOf(endpoint)), guest);
    await socket.next();
    socket.fire(endpoint.event, input);
    const said = JSON.stringify(await socket.next());
    socket.close();
    return said;
  }
}
