import { connect, type Socket } from "node:net";
import type { PGlite, QueryOptions, Results } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import type { Connection, Database } from "./connection.ts";
import { FolderInUse } from "./folder-lock.ts";
import { type Answer, receive, type Request, send } from "./guest-messages.ts";

/**
 * The embedded database through the process that has it open.
 *
 * @param file of that process's socket
 * @returns null when nobody answers there
 */
export async function openAsGuest(folder: string, file: string): Promise<Connection | null> {
  const line = await dial(file);
  if (!line) return null;
  return {
    db: drizzle(new Client(line) as unknown as PGlite) as unknown as Database,
    pool: null,
    patiently: () =>
      Promise.reject(
        new FolderInUse(
          `The database in ${folder} is in use by another process (npm run dev?), which applies ` +
            "the migrations when it starts: restart it instead.",
        ),
      ),
    admitGuests: () => Promise.resolve(),
    listen: () => Promise.reject(new Error("Only the process that has the database open listens.")),
    close: () => new Promise<void>((resolve) => void line.end(resolve)),
  };
}

function dial(file: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const line = connect(file, () => resolve(line));
    line.on("error", () => resolve(null));
  });
}

type Waiting = { resolve(result: unknown): void; reject(error: Error): void };

/** As much of PGlite as drizzle asks for. */
class Client {
  readonly #line: Socket;
  readonly #waiting = new Map<number, Waiting>();
  #lastRequest = 0;
  #lastTransaction = 0;

  constructor(line: Socket) {
    this.#line = line;
    receive<Answer>(line, ({ id, result, error }) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(Object.assign(new Error(), error));
      else waiting?.resolve(result);
    });
    line.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(hungUp());
      this.#waiting.clear();
    });
  }

  query(text: string, params?: unknown[], options?: QueryOptions): Promise<Results> {
    return this.#query(null, text, params, options);
  }

  async transaction<T>(work: (transaction: Pick<Client, "query">) => Promise<T>): Promise<T> {
    const transaction = ++this.#lastTransaction;
    await this.#ask({ kind: "begin", transaction });
    const query: Client["query"] = (...statement) => this.#query(transaction, ...statement);
    const result = await work({ query }).catch(async (error: unknown) => {
      // Whatever becomes of this, nothing is kept without another word.
      await this.#ask({ kind: "end", transaction, isKept: false }).catch(() => {});
      throw error;
    });
    await this.#ask({ kind: "end", transaction, isKept: true });
    return result;
  }

  #query(transaction: number | null, text: string, params?: unknown[], options?: QueryOptions) {
    // What drizzle gives as parsers are functions that leave a text as it is.
    const texts = Object.keys(options?.parsers ?? {}).map(Number);
    const rowMode = options?.rowMode;
    const request = { kind: "query", transaction, text, params, rowMode, texts } as const;
    return this.#ask(request) as Promise<Results>;
  }

  #ask(request: Request): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!this.#line.writable) return reject(hungUp());
      const id = ++this.#lastRequest;
      this.#waiting.set(id, { resolve, reject });
      send(this.#line, { ...request, id });
    });
  }
}

const hungUp = () =>
  new Error("The process that has the database open hung up: see what was done, and try again.");
