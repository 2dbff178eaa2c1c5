import { Socket } from "node:net";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Connection, Database } from "./connection.ts";
import { parseJson } from "./json.ts";
import { listenPostgres } from "./listen.ts";

pg.types.setTypeParser(pg.types.builtins.JSONB, parseJson);

/** So long a request waits for a connection, in milliseconds. */
const CONNECT = 10_000;
/** So long a statement may take, unless the URL says `?statement_timeout=…`. */
const STATEMENT = 30_000;

/** Opens pools of connections to a PostgreSQL server; the first one is made when it is needed. */
export function openPostgres(url: string): Connection {
  const statement = Number(new URL(url, "postgres:").searchParams.get("statement_timeout"));
  const options = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT,
    statement_timeout: statement || STATEMENT,
    idle_in_transaction_session_timeout: statement || STATEMENT,
    // The server ends a statement that takes too long; what says nothing even then is dead.
    stream: () => mortalSocket((statement || STATEMENT) + 5_000),
  };
  const pools = [new Pool(options), new Pool({ ...options, max: 4 })] as const;
  return {
    db: drizzle(pools[0]) as unknown as Database,
    pool: pools[1],
    async patiently(work) {
      const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT });
      client.on("error", () => {}); // the statement that fails of it says so
      await client.connect();
      try {
        await client.query("set statement_timeout = 0"); // whatever the URL or the role says
        await drizzle(client).transaction((transaction) =>
          work(transaction as unknown as Database),
        );
      } finally {
        await client.end();
      }
    },
    listen: (channel, heard) => listenPostgres(options, channel, heard),
    async admitGuests() {},
    async close() {
      await Promise.all(pools.map((pool) => pool.end()));
    },
  };
}

/**
 * A pool that copes with connections that break while they are lent. drizzle's transactions listen
 * to no `error`, which would end the process, and forget a connection whose `begin` fails, which
 * would be missing from the pool for ever.
 */
class Pool extends pg.Pool {
  readonly #broken = new WeakSet<pg.PoolClient>();

  constructor(options: pg.PoolConfig) {
    super(options);
    this.on("error", () => {}); // an idle one broke; the pool replaces it
    this.on("connect", (client) => client.on("error", () => this.#broken.add(client)));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(done: Parameters<pg.Pool["connect"]>[0]): void;
  override connect(done?: Parameters<pg.Pool["connect"]>[0]): Promise<pg.PoolClient> | void {
    return done ? super.connect(done) : this.#lend();
  }

  async #lend(): Promise<pg.PoolClient> {
    const client = await super.connect();
    if (!this.#broken.has(client)) return returningByItself(client);
    client.release(true);
    return this.#lend();
  }
}

/** Lets a connection be given back by itself when it breaks, and no second time after that. */
function returningByItself(client: pg.PoolClient): pg.PoolClient {
  const giveBack = client.release;
  let isLent = true;
  const release = (error?: Error | boolean) => {
    if (!isLent) return;
    isLent = false;
    giveBack(error);
    client.off("error", release);
  };
  client.release = release;
  client.on("error", release);
  return client;
}

/** A socket that ends when the other side falls silent, as a lost network or host does. */
function mortalSocket(milliseconds: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(milliseconds, () => {
    socket.destroy(new Error("The database does not answer."));
  });
}
