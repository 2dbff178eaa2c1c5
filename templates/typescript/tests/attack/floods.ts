import { getTableColumns } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { loginUrl } from "#project";
import { projectTables, referencesOf } from "#rows/table-facts";
import type { Values } from "#samples/sample-references";
import { NoRoom, sampleRow } from "#samples/sample-rows";
import type { Endpoint } from "../support/matrix.ts";
import { rowIn, tableOf } from "../support/rows.ts";
import { events, isPublic, livePages } from "./support/doors.ts";
import { send } from "./support/http.ts";
import { type LiveSocket, openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Too much of everything from one, while the others are still served.

const TOO_FAST = 1013;
const MEGABYTE = 1_000_000;

export function attackWithFloods(scenario: Scenario): void {
  describe.skipIf(livePages.length === 0)("a flood", () => {
    const [page] = livePages;
    const path = () => (page ? scenario.pathOf(page) : "");

    it("of events on one socket is cut off, and others are served meanwhile", async () => {
      const flooder = await scenario.invite();
      const socket = await openSocket(scenario.url, path(), flooder);
      await scenario.unchanged(async () => {
        for (let event = 0; event < 5000; event += 1) socket.fire("constructor");
        await expectServed();
        expect(await lastOf(socket)).toBe(TOO_FAST);
      });
    });

    it("of events, one after the other, meets the limit of events of a user", async () => {
      const flooder = await scenario.invite();
      const socket = await openSocket(scenario.url, path(), flooder);
      await socket.next();
      let answer = "";
      for (let event = 0; event < 2000 && !answer.startsWith("Too many"); event += 1) {
        socket.fire("constructor");
        const said = await socket.next();
        answer = "error" in said ? (said.error ?? "") : "";
      }
      expect(answer).toMatch(/^Too many calls/);
      await expectServed();
      socket.close();
    }, 120_000);

    it("of sockets of one user is refused beyond a number, and others are served", async () => {
      const flooder = await scenario.invite();
      const tooMany = scenario.target.socketsPerUser + 20;
      const opening = Array.from({ length: tooMany }, () =>
        openSocket(scenario.url, path(), flooder),
      );
      const sockets = await Promise.all(opening);
      const first = await Promise.all(sockets.map((socket) => socket.next()));
      expect(first.filter((said) => "closed" in said)).toHaveLength(20);
      await expectServed();
      for (const socket of sockets) socket.close();
    }, 120_000);

    const open = livePages.find(isPublic);
    it.skipIf(!open)(
      "of nobody's sockets from one address leaves room for others",
      async () => {
        if (!open) return;
        const url = `ws://${scenario.url.host}${scenario.pathOf(open)}`;
        const headers = { origin: scenario.url.origin };
        const options = { headers, localAddress: "127.0.0.1" };
        const tooMany = scenario.target.socketsPerUser + 20;
        const sockets = Array.from({ length: tooMany }, () => new WebSocket(url, options));
        await Promise.all(
          sockets.map(
            (socket) =>
              new Promise((resolve) => socket.on("message", resolve).on("close", resolve)),
          ),
        );
        const other = await openSocket(scenario.url, scenario.pathOf(open), scenario.nobody);
        expect(await other.next()).toMatchObject({ type: "render" });
        other.close();
        for (const socket of sockets) socket.terminate();
      },
      120_000,
    );

    it("of pings from a client that does not read is cut off before it costs memory", async () => {
      const flooder = await scenario.invite();
      const { socket } = await openSocket(scenario.url, path(), flooder);
      const ended = new Promise((resolve) => socket.on("close", resolve));
      socket.pause();
      const before = scenario.target.memory();
      const payload = Buffer.alloc(125);
      for (let sent = 0; sent < 400_000 && socket.readyState === WebSocket.OPEN; sent += 1) {
        socket.ping(payload);
        if (sent % 1000 === 0) await drained(socket);
      }
      expect((scenario.target.memory() ?? 0) - (before ?? 0)).toBeLessThan(20 * MEGABYTE);
      socket.resume();
      await expect.poll(() => socket.readyState, { timeout: 30_000 }).toBe(WebSocket.CLOSED);
      expect(await ended).toBe(1006);
      await expectServed();
    }, 120_000);

    const repeatable = events.find(
      ({ rate_limit: limit, effect }) =>
        !limit && effect?.kind !== "delete" && effect?.kind !== "create",
    );
    it.skipIf(!repeatable)(
      "of renderings to a client that does not read is cut off",
      async () => {
        if (!repeatable) return;
        await fillPage(repeatable);
        const at = scenario.pathOf(repeatable);
        const flooder = await openSocket(scenario.url, at, await scenario.invite());
        const other = await openSocket(scenario.url, at, await scenario.invite());
        const ended = new Promise((resolve) => flooder.socket.on("close", resolve));
        const input = await scenario.inputOf(repeatable);
        await flooder.next();
        await other.next();
        flooder.fire(repeatable.event, input);
        const size = JSON.stringify(await flooder.next()).length;
        flooder.socket.pause();
        const before = scenario.target.memory() ?? 0;
        const times = Math.min(Math.ceil((25 * MEGABYTE) / size), 500);
        for (let sent = 0; sent < times; sent += 1) {
          flooder.fire(repeatable.event, input);
          // In step with another client, so that it is not the number of waiting events that counts.
          other.fire(repeatable.event, input);
          await other.next();
        }
        expect((scenario.target.memory() ?? 0) - before).toBeLessThan(20 * MEGABYTE);
        flooder.socket.resume();
        // A little fits into the kernel's buffers; beyond that the line is cut, without a farewell.
        if (size * times >= 25 * MEGABYTE) {
          await expect
            .poll(() => flooder.socket.readyState, { timeout: 30_000 })
            .toBe(WebSocket.CLOSED);
          expect(await ended).toBe(1006);
        }
        flooder.close();
        other.close();
        await expectServed();
        await scenario.replant();
      },
      120_000,
    );

    /** Many rows for a live page to show, or as many as can refer to its object. */
    async function fillPage({ object: shown }: Endpoint): Promise<void> {
      if (!shown) return;
      const object = tableOf(shown.model);
      const { id } = rowIn(scenario.ground.own, shown.model);
      for (const table of projectTables()) {
        const [name] = [...referencesOf(table)].find(([, target]) => target === object) ?? [];
        if (!name || !(name in getTableColumns(table))) continue;
        await addRows(table, { [name]: id }).catch(unlessFull);
      }
    }

    async function addRows(table: PgTable, given: Values): Promise<void> {
      for (let row = 0; row < 300; row += 1) await sampleRow(scenario.db, table, given);
    }

    async function expectServed(): Promise<void> {
      expect((await send(scenario.url, { path: loginUrl })).status).toBe(200);
      const other = await openSocket(scenario.url, path(), scenario.insider);
      expect(await other.next()).toMatchObject({ type: "render" });
      other.close();
    }
  });
}

function unlessFull(error: unknown): void {
  if (!(error instanceof NoRoom)) throw error;
}

async function lastOf(socket: LiveSocket): Promise<number> {
  for (;;) {
    const said = await socket.next();
    if ("closed" in said) return said.closed;
  }
}

/** Until the kernel has taken what was sent, or will take no more for a while. */
async function drained(socket: WebSocket): Promise<void> {
  for (let turn = 0; turn < 20 && socket.bufferedAmount > 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
