import { chmodSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import type { PGlite, QueryOptions, Transaction } from "@electric-sql/pglite";
import { describeError, type Query, receive, type Request, send } from "./guest-messages.ts";

/** So long a command's transaction may say nothing, in milliseconds: everybody waits for its end. */
const SILENCE = 5_000;

/**
 * Lets commands work on the embedded database while this process has it open, until the returned
 * call. Only who can enter the database's folder can reach them.
 *
 * @param file of the socket, inside the folder, which is held by this process
 */
export async function admitGuests(client: PGlite, file: string): Promise<() => void> {
  rmSync(file, { force: true }); // of a process that was killed
  const lines = new Set<Socket>();
  const server = createServer((line) => {
    lines.add(line);
    line.on("error", () => {}).on("close", () => lines.delete(line));
    new Guest(client, line);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(file, resolve);
  });
  chmodSync(file, 0o600);
  server.unref();
  return () => {
    server.close();
    for (const line of lines) line.destroy();
  };
}

/** A transaction of a guest, which has PGlite to itself until it ends. */
interface Turn {
  readonly transaction: Transaction;
  commit(): void;
  rollBack(reason: Error): void;
  /** Settles once the database has ended it. */
  readonly ended: Promise<void>;
  silence: NodeJS.Timeout | undefined;
}

/**
 * One command at work. PGlite is a single session: whatever a guest says runs in one of PGlite's own
 * transactions, which nothing else comes between, neither this process's statements nor those of
 * other guests. It is rolled back when the command dies or falls silent.
 */
class Guest {
  readonly #client: PGlite;
  readonly #line: Socket;
  readonly #turns = new Map<number, Turn>();

  constructor(client: PGlite, line: Socket) {
    this.#client = client;
    this.#line = line;
    line.on("close", () => this.#leave());
    receive<Request & { id: number }>(line, (request) => {
      this.#answer(request).catch(() => line.destroy()); // what it said was no request
    });
  }

  async #answer({ id, ...request }: Request & { id: number }): Promise<void> {
    const answer = await this.#do(request).then(
      (result) => ({ id, result }),
      (error: unknown) => ({ id, error: describeError(error) }),
    );
    if (!this.#line.destroyed) send(this.#line, answer);
  }

  async #do(request: Request): Promise<unknown> {
    if (request.kind === "begin") return this.#begin(request.transaction);
    if (request.kind === "end") return this.#end(request.transaction, request.isKept);
    // In a transaction even when it is alone, so that none which it begins outlives it.
    if (request.transaction === null) {
      return this.#client.transaction((transaction) => run(transaction, request));
    }
    const turn = this.#turnOf(request.transaction);
    clearTimeout(turn.silence);
    return run(turn.transaction, request).finally(() => this.#bear(turn));
  }

  async #begin(number: number): Promise<void> {
    await new Promise<void>((begun, failed) => {
      const ended = this.#client.transaction(async (transaction) => {
        if (this.#line.destroyed) throw new Error("The command has ended.");
        await new Promise<void>((commit, rollBack) => {
          const turn: Turn = { transaction, commit, rollBack, ended, silence: undefined };
          this.#turns.set(number, turn);
          this.#bear(turn);
          begun();
        });
      });
      ended.catch(failed);
    });
  }

  async #end(number: number, isKept: boolean): Promise<void> {
    const { commit, rollBack, ended, silence } = this.#turnOf(number);
    this.#turns.delete(number);
    clearTimeout(silence);
    if (isKept) commit();
    else rollBack(new Error("The command rolled it back."));
    await ended.catch((error: unknown) => {
      if (isKept) throw error;
    });
  }

  #turnOf(number: number): Turn {
    const turn = this.#turns.get(number);
    if (!turn) throw new Error("The transaction has ended.");
    return turn;
  }

  /** Waits for the next word, but not for ever. */
  #bear(turn: Turn): void {
    turn.silence = setTimeout(() => this.#line.destroy(), SILENCE).unref();
  }

  #leave(): void {
    for (const { rollBack, silence } of this.#turns.values()) {
      clearTimeout(silence);
      rollBack(new Error("The command has ended."));
    }
    this.#turns.clear();
  }
}

function run(transaction: Transaction, { text, params, rowMode, texts }: Query): Promise<unknown> {
  const parsers = Object.fromEntries(texts.map((type) => [type, (value: string) => value]));
  const options: QueryOptions = rowMode ? { rowMode, parsers } : { parsers };
  return transaction.query(text, params, options);
}
