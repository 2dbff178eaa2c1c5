import { getTableName } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { projectTables, referencesOf } from "#rows/table-facts";
import { digestsOf } from "../support/digest.ts";
import { apps, endpoints, project } from "../support/matrix.ts";
import { tableOf } from "../support/rows.ts";
import { type Answer, type Call, perform, randomCall } from "./support/calls.ts";
import { isThorough, livePages } from "./support/doors.ts";
import { MARKS } from "./support/ground.ts";
import { confirm, type Guest } from "./support/guests.ts";
import { openSocket } from "./support/live.ts";
import { judge, type Verdict } from "./support/oracle.ts";
import { Random } from "./support/random.ts";
import type { Scenario } from "./support/scenario.ts";

const { ATTACK_CALLS, ATTACK_SEED } = process.env;
const calls = Number(ATTACK_CALLS ?? (isThorough ? 10_000 : 300));
const seed = Number(ATTACK_SEED ?? (isThorough ? Math.floor(Math.random() * 2 ** 31) : 1));
const GUESTS = isThorough ? 24 : 6;
const MEGABYTE = 1_000_000;

export function attackAtRandom(scenario: Scenario): void {
  describe("other people's rows", () => {
    const owned = livePages.filter(({ member }) => member);
    it.skipIf(owned.length === 0)("are not on the live page of one's own object", async () => {
      await scenario.replant();
      for (const page of owned) {
        const path = scenario.pathOf(page);
        const { next, close } = await openSocket(scenario.url, path, scenario.insider);
        const said = JSON.stringify(await next());
        expect(said).toContain('"type":"render"');
        expect(said).not.toContain(MARKS.foreign);
        close();
      }
    });
  });

  describe.skipIf(endpoints.length === 0)("random events and requests", () => {
    it(`${calls} of them do nothing but what the matrix allows (ATTACK_SEED=${seed})`, async () => {
      const random = new Random(seed);
      const guests = await inviteSome(random);
      await scenario.replant();
      let before = await tables();
      let memory: number | null = null;
      const counts: Record<string, number> = {};
      for (let number = 0; number < calls; number += 1) {
        const call = await randomCall(scenario, random, endpoints, guests);
        // What a form refers to was made just now, and what its guard asks of its row.
        if (Object.keys(call.input).length > 0 || call.endpoint.situation) before = await tables();
        const answer = await perform(scenario, random, call).catch((error: unknown) => {
          throw new Error(`${describeCall(call, number)}: ${String(error)}`, { cause: error });
        });
        const verdict = judge(call.endpoint, call.guest.visitor, call.world);
        expectAllowed(call, verdict, answer, describeCall(call, number));
        counts[verdict] = (counts[verdict] ?? 0) + 1;
        const after = await tables();
        const names = Object.keys(after).filter((name) => before[name] !== after[name]);
        expectChange(call, verdict, names, describeCall(call, number));
        if (names.length > 0) await scenario.replant();
        before = names.length > 0 ? await tables() : after;
        if (number === Math.floor(calls / 5)) memory = scenario.target.memory();
      }
      const growth = (scenario.target.memory() ?? 0) - (memory ?? 0);
      console.log(
        `${calls} random calls, ATTACK_SEED=${seed}: ${JSON.stringify(counts)}` +
          (memory === null
            ? ""
            : `; memory ${(growth / MEGABYTE).toFixed(1)} MB more at the end than after a fifth`),
      );
      if (memory !== null) expect(growth).toBeLessThan(100 * MEGABYTE);
    }, 3_600_000);
  });

  /** Visitors of the matrix, of every app; nobody and the insider are always among them. */
  async function inviteSome(random: Random): Promise<Guest[]> {
    const visitors = apps
      .flatMap((app) => Object.values(app.visitors))
      .filter(({ meanwhile, user }) => meanwhile === undefined && user !== "none");
    const guests = [scenario.nobody, scenario.insider, scenario.outsider];
    for (const visitor of random.sample(visitors, GUESTS)) {
      const guest = await scenario.invite(visitor);
      if (visitor.user !== "inactive" && random.chance(0.7)) await confirm(scenario.target, guest);
      guests.push(guest);
    }
    return guests;
  }

  const tables = () => digestsOf(scenario.db);
}

function describeCall({ endpoint, guest, world, oddities }: Call, number: number): string {
  const who = JSON.stringify(guest.visitor);
  return `call ${number} of ATTACK_SEED=${seed}: ${endpoint.id} by ${who}, ${world}, odd: ${oddities.join()}`;
}

/** The answer is one of those that the matrix allows the visitor. */
function expectAllowed(call: Call, verdict: Verdict, answer: Answer, what: string): void {
  const { status, location, text } = answer;
  const { endpoint, oddities } = call;
  expect(status, what).toBeLessThan(500);
  if (verdict !== "allow") {
    expect(text, what).not.toContain(MARKS.foreign);
    expect(status === 200 && endpoint.method === "GET" && !location && text !== "", what).toBe(
      false,
    );
  }
  if (location) expect(location, what).toMatch(/^\/(?![/\\])/);
  if (oddities.length > 0) return;
  if (verdict === "login") expect(location, what).toContain(`${project.login_url}?next=`);
  if (verdict === "redirect") expect(location, what).toBe(endpoint.member?.otherwise);
  if (verdict === "denied") expect(text, what).toContain("Permission denied");
  // What the page itself may refuse, by a rule of its own, is tried with the matrix.
  if (verdict === "allow") expect(location, what).not.toContain(`${project.login_url}?next=`);
}

/** Data changes only by an allowed call, and only in the tables that its effect is about. */
function expectChange({ endpoint }: Call, verdict: Verdict, changed: string[], what: string): void {
  if (changed.length === 0) return;
  expect(verdict, `${what} changed ${changed.join()}`).toBe("allow");
  expect(["POST", "EVENT"], what).toContain(endpoint.method);
  const { effect } = endpoint;
  if (!effect || effect.kind === "open") return;
  const table = tableOf(effect.model);
  // With a row go those that refer to it, and those that refer to them.
  const allowed = effect.kind === "delete" ? withReferring([table]) : [table];
  const wrong = changed.filter((name) => !allowed.map(getTableName).includes(name));
  expect(wrong, what).toEqual([]);
}

/** The tables, those that refer to them, and so on. */
function withReferring(tables: readonly PgTable[]): readonly PgTable[] {
  const referring = projectTables().filter(
    (each) =>
      !tables.includes(each) &&
      [...referencesOf(each).values()].some((target) => tables.includes(target)),
  );
  return referring.length === 0 ? tables : withReferring([...tables, ...referring]);
}
