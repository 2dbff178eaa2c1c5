import type { FastifyBaseLogger } from "fastify";

/** So long everything that was begun may take to end, in milliseconds. */
const BOUND = 10_000;
/** A terminal's Ctrl-C may come twice: by itself and through `npm` or `tsx`. */
const SAME_KEY = 1_000;

/**
 * Ends the process in order. On SIGTERM or SIGINT it takes the steps added so far, the last one
 * first, and exits with 0; with 1 when that takes too long or a second signal comes. An error that
 * nobody caught is logged and ends it with 1 at once, because nothing is certain any more.
 */
export class Shutdown {
  readonly #steps: (() => Promise<unknown>)[] = [];
  #begun: number | null = null;
  /** Set once there is one. */
  log: FastifyBaseLogger | null = null;

  constructor() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => this.#begin());
    process.on("uncaughtException", (error) => this.#fail(error, "An error that nobody caught"));
  }

  add(step: () => Promise<unknown>): void {
    this.#steps.push(step);
  }

  #begin(): void {
    if (this.#begun !== null) {
      if (Date.now() - this.#begun > SAME_KEY) process.exit(1);
      return;
    }
    this.#begun = Date.now();
    this.log?.info("Shutting down");
    setTimeout(() => this.#fail(null, "Shutting down took too long"), BOUND).unref();
    void this.#run().then(
      () => process.exit(0),
      (error: unknown) => this.#fail(error, "Shutting down failed"),
    );
  }

  async #run(): Promise<void> {
    for (const step of this.#steps.toReversed()) await step();
  }

  #fail(error: unknown, message: string): never {
    if (this.log) this.log.fatal(error ? { err: error } : {}, message);
    else console.error(message, error ?? "");
    process.exit(1);
  }
}
