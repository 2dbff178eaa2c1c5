import { eventLoad, LivePage } from "./live-page.ts";
import { login } from "./login.ts";
import { pageLoad } from "./page-load.ts";
import { type Comparison, compare } from "./rounds.ts";
import type { BenchServer } from "./server-process.ts";
import { BOARDS, USERS, type Variant, variants } from "./server/messages.ts";

export interface Effort {
  readonly rounds: number;
  /** How long each variant is measured in a round, and before the first one. */
  readonly seconds: number;
  readonly warmUp: number;
  /** Over how many connections pages are asked for at once; each count is measured. */
  readonly connections: readonly number[];
  /** How many sockets fire events at once; each count is measured. */
  readonly sockets: readonly number[];
}

/**
 * Pages and events a second: guarded, without guards, and bare. The same requests with the same
 * cookies go to all three, and answers of the same size come back.
 */
export async function measureThroughput(
  server: BenchServer,
  effort: Effort,
): Promise<Comparison[]> {
  const cookies = await logAllIn(server);
  const cookieOf = (n: number): string => cookies[n % USERS] as string;
  const page = await pageSize(`${server.urls.guarded}/notes/`, cookieOf(0));
  const board = await boardSize(server, cookieOf(0));

  const pages: Record<Variant, LivePage[]> = { bare: [], unguarded: [], guarded: [] };
  for (const variant of variants) {
    for (let n = 0; n < Math.max(...effort.sockets); n++) {
      const url = `${server.urls[variant]}/boards/${n + 1}/?bytes=${board}`;
      pages[variant].push(await LivePage.open(url, cookieOf(n)));
    }
  }
  const loadsOf = <Of>(make: (variant: Variant) => Of): Record<Variant, Of> => ({
    bare: make("bare"),
    unguarded: make("unguarded"),
    guarded: make("guarded"),
  });
  const comparisons = await compare(
    [
      ...effort.connections.map((count) => ({
        name: counted("pages", count, "connection"),
        loads: loadsOf((variant) =>
          pageLoad(`${server.urls[variant]}/notes/?bytes=${page}`, cookies, page, count),
        ),
      })),
      ...effort.sockets.map((count) => ({
        name: counted("events", count, "socket"),
        loads: loadsOf((variant) => eventLoad(pages[variant].slice(0, count), "toggle", board)),
      })),
    ],
    { ...effort, cpu: server.cpu },
  );
  await Promise.all(Object.values(pages).flatMap((all) => all.map((each) => each.close())));
  return comparisons;
}

const counted = (what: string, count: number, over: string): string =>
  `${what}, ${count} ${over}${count === 1 ? "" : "s"}`;

async function logAllIn({ urls }: BenchServer): Promise<string[]> {
  const users = Array.from({ length: USERS }, (_, user) => user);
  return Promise.all(users.map((user) => login(urls.guarded, user)));
}

/** How large the guarded page is, in bytes; whoever is not logged in must not get it. */
async function pageSize(url: string, cookie: string): Promise<number> {
  const denied = await fetch(url, { redirect: "manual" });
  if (denied.status !== 302) throw new Error(`${url} answered nobody with ${denied.status}.`);
  const answer = await fetch(url, { headers: { cookie } });
  const html = await answer.text();
  if (!html.includes("Note 20")) throw new Error(`${url} answered a worker with ${html}`);
  return Buffer.byteLength(html);
}

async function boardSize({ urls }: BenchServer, cookie: string): Promise<number> {
  const page = await LivePage.open(`${urls.guarded}/boards/${BOARDS}/`, cookie);
  const content = await page.fire("toggle");
  if (!content.includes("Task 20") || !content.includes('data-event="toggle"')) {
    throw new Error(`The live page has no rows or no button: ${content}`);
  }
  await page.close();
  return content.length;
}
