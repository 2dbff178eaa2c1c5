import { parse } from "node-html-parser";
import { describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { freshOrOldRow, NoRoom } from "#samples/sample-rows";
import { rowWithin } from "../support/inputs.ts";
import { type Choice, type Endpoint, endpoints, type Visitor } from "../support/matrix.ts";
import { passes } from "../support/powers.ts";
import { isForm, rowIn, tableOf } from "../support/rows.ts";
import { isPublic, isThorough, oneOfEach, pageOf } from "./support/doors.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import { judge } from "./support/oracle.ts";
import type { Scenario } from "./support/scenario.ts";

// Ids of rows that a form, action or event does not offer, sent all the same.

/** No row has it, and any column holds it. */
const NOWHERE = 2_147_483_000;

interface Picker {
  readonly endpoint: Endpoint;
  readonly name: string;
  readonly choice: Choice;
}

export function attackReferences(scenario: Scenario): void {
  const pickers = endpoints.flatMap(pickersAt);
  const some = (wanted: Picker[]) => {
    const doors = wanted.map(({ endpoint }) => endpoint);
    const tried = isThorough ? doors : oneOfEach(doors);
    return wanted.filter(({ endpoint }) => tried.includes(endpoint));
  };
  const bound = some(
    pickers.filter(({ choice }) => "ref" in choice && (choice.within ?? "object") !== "object"),
  );
  const guarded = some(pickers.filter((picker) => blindVisitor(picker) !== null));
  const peopled = some(
    pickers.filter(({ choice }) => "user" in choice && choice.offer !== "active"),
  );

  describe("an id that is not offered is answered like one that is not there:", () => {
    it.skipIf(bound.length === 0)("of another object's row", async () => {
      for (const { endpoint, name, choice } of bound) {
        if (!("ref" in choice) || !endpoint.object) continue;
        const { id } = rowIn(scenario.ground.foreign, endpoint.object.model);
        const table = tableOf(choice.ref);
        const row = await rowWithin(scenario.target, table, choice.within, id).catch(unlessFull);
        if (row) await expectAlike(endpoint, name, row.id, await ready());
      }
    });

    it.skipIf(guarded.length === 0)("of a row that the visitor may not view", async () => {
      for (const picker of guarded) {
        const { endpoint, name, choice } = picker;
        const visitor = blindVisitor(picker);
        if (!visitor || !("ref" in choice)) continue;
        const { object } = endpoint;
        const id = object ? rowIn(scenario.ground.own, object.model).id : 0;
        const table = tableOf(choice.ref);
        const row = await rowWithin(scenario.target, table, choice.within, id).catch(unlessFull);
        if (row) await expectAlike(endpoint, name, row.id, await ready(visitor));
      }
    });

    it.skipIf(peopled.length === 0)("of a user who is none of those", async () => {
      const { id } = await freshOrOldRow(scenario.db, auth.User);
      for (const { endpoint, name } of peopled) {
        await expectAlike(endpoint, name, id, await ready());
      }
    });
  });

  /** Sends both, and compares what comes back; neither changes anything. */
  async function expectAlike(endpoint: Endpoint, name: string, id: number, guest: Guest) {
    const input = await scenario.inputOf(endpoint, guest);
    const key = isForm(endpoint) ? `${name}_id` : name;
    const answers: string[] = [];
    for (const wanted of [NOWHERE, id]) {
      const values = { ...input, [key]: wanted };
      answers.push(await scenario.unchanged(() => ask(endpoint, guest, values)));
    }
    const [missing, hidden] = answers;
    expect(missing, `${endpoint.id}: ${name}`).toMatch(
      /This choice no longer exists\.|A row this refers to is gone\./,
    );
    expect(hidden, `${endpoint.id}: ${name}`).toBe(missing);
  }

  /** The status, and what the answer says. */
  async function ask(endpoint: Endpoint, as: Guest, form: Record<string, unknown>) {
    if (endpoint.method !== "EVENT") {
      const path = scenario.pathOf(endpoint);
      const { status, body } = await send(scenario.url, { path, as, form });
      const page = parse(body);
      return `${status} ${(page.querySelector("main") ?? page).text.replaceAll(/\s+/g, " ")}`;
    }
    const socket = await openSocket(scenario.url, scenario.pathOf(pageOf(endpoint)), as);
    await socket.next();
    socket.fire(endpoint.event, form);
    const said = await socket.next();
    socket.close();
    return "error" in said ? (said.error ?? "") : JSON.stringify(said);
  }

  async function ready(visitor?: Visitor): Promise<Guest> {
    const guest = await scenario.invite(visitor);
    await confirm(scenario.target, guest);
    return guest;
  }
}

/** What an endpoint takes the ids of rows for; one with a limit of calls would soon take none. */
function pickersAt(endpoint: Endpoint): Picker[] {
  const { input = {}, rate_limit: limit } = endpoint;
  if (limit) return [];
  return Object.entries(input).flatMap(([name, choice]) =>
    "ref" in choice || "user" in choice ? [{ endpoint, name, choice }] : [],
  );
}

/** Somebody who comes to the endpoint, and may not view what it refers to; null: nobody does. */
function blindVisitor({ endpoint, choice }: Picker): Visitor | null {
  if (!("ref" in choice) || isPublic(endpoint)) return null;
  const names = JSON.stringify(choice.viewers).match(/[\w]+\.[\w]+/g) ?? [];
  const visitor: Visitor = { user: "active", grants: { all_except: names } };
  if (passes(choice.viewers, visitor)) return null;
  return judge(endpoint, visitor, "own") === "allow" ? visitor : null;
}

function unlessFull(error: unknown): null {
  if (error instanceof NoRoom) return null;
  throw error;
}
