import { LivePage } from "./live-page.ts";
import { login } from "./login.ts";
import type { BenchServer } from "./server-process.ts";
import { BOARDS, USERS } from "./server/messages.ts";

/** What many live pages cost that are open at once; bytes and milliseconds. */
export interface IdlePages {
  readonly pages: number;
  /** Of the server's process, for each page that is open and does nothing. */
  readonly heapPerPage: number;
  readonly rssPerPage: number;
  /** All pages fire an event at once: until the last one shows what has changed. */
  readonly eventOnAll: number;
  /** A role loses a permission: until the last page shows that its button is gone. */
  readonly revocationToAll: number;
}

/** Pages that are opened at the same time. */
const AT_ONCE = 50;

/** Opens so many pages, each with a row of its own, lets all answer an event, and revokes. */
export async function measureIdlePages(server: BenchServer, count: number): Promise<IdlePages> {
  const users = Array.from({ length: USERS }, (_, user) => user);
  const cookies = await Promise.all(users.map((user) => login(server.urls.guarded, user)));
  const open = async (from: number, to: number): Promise<LivePage[]> => {
    const pages: LivePage[] = [];
    for (let n = from; n < to; n += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, each) =>
        LivePage.open(
          `${server.urls.guarded}/boards/${((n + each) % BOARDS) + 1}/`,
          cookies[(n + each) % USERS] as string,
        ),
      );
      pages.push(...(await Promise.all(some)));
    }
    return pages;
  };

  // What the first pages load stays, however many follow.
  const first = await open(0, AT_ONCE);
  const before = await server.memory();
  const others = await open(AT_ONCE, AT_ONCE + count);
  const after = await server.memory();
  await Promise.all(first.map((page) => page.close()));

  const fired = performance.now();
  await Promise.all(others.map((page) => page.fire("toggle")));
  const eventOnAll = performance.now() - fired;

  const told = Promise.all(others.map((page) => page.hear("render", "error")));
  const revoked = performance.now();
  const [frames] = await Promise.all([told, server.revoke()]);
  const revocationToAll = performance.now() - revoked;
  if (frames.some(([render]) => render?.content.includes("data-event"))) {
    throw new Error("A page shows the button of an event that its visitor may not fire.");
  }
  await Promise.all(others.map((page) => page.close()));
  return {
    pages: count,
    heapPerPage: (after.heap - before.heap) / count,
    rssPerPage: (after.rss - before.rss) / count,
    eventOnAll,
    revocationToAll,
  };
}
