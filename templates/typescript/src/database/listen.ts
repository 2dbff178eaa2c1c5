import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const RECONNECT_AFTER = 1_000;
/** A connection on which nothing is said would not notice that the other side is gone. */
const HEARTBEAT_EVERY = 10_000;

/**
 * Listens on a connection of its own, and on another one whenever it breaks. What was said in
 * between is lost, so `heard` gets "*" each time.
 *
 * @returns a call that ends it
 */
export async function listenPostgres(
  options: pg.ClientConfig,
  channel: string,
  heard: (payload: string) => void,
): Promise<() => Promise<void>> {
  const statement = `listen ${pg.escapeIdentifier(channel)}`;
  let client: pg.Client;
  let isStopped = false;

  const open = async (): Promise<{ ended: Promise<void> }> => {
    client = new pg.Client(options);
    client.on("error", () => {}); // the end follows
    client.on("notification", ({ payload }) => heard(payload ?? ""));
    const ended = new Promise<void>((resolve) => client.on("end", resolve));
    try {
      await client.connect();
      await client.query(statement);
    } catch (error) {
      void client.end();
      throw error;
    }
    heard("*");
    return { ended };
  };

  const keepOpen = async (ended: Promise<void>): Promise<void> => {
    await ended;
    while (!isStopped) {
      await sleep(RECONNECT_AFTER, undefined, { ref: false });
      const connection = isStopped ? null : await open().catch(() => null);
      await connection?.ended;
    }
  };

  const { ended } = await open();
  void keepOpen(ended);
  const heartbeat = setInterval(
    () => void client.query(statement).catch(() => {}),
    HEARTBEAT_EVERY,
  );
  heartbeat.unref();
  return async () => {
    isStopped = true;
    clearInterval(heartbeat);
    await client.end();
  };
}
