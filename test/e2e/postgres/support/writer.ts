import { Client, type LivePage } from "./client.ts";

/** Somebody who writes into a book without a break, at whichever process answers. */
export class Writer {
  /** Texts that a process said were written. */
  readonly acknowledged = new Set<string>();
  /** Texts whose process died before it answered: written or not, either is right. */
  readonly unanswered = new Set<string>();
  /** What a process answered instead of writing; there should be nothing here. */
  readonly refused: string[] = [];
  readonly bookId: number;
  readonly #name: string;
  readonly #session: string;
  readonly #urls: () => readonly string[];
  readonly #random: () => number;
  #browser: Client | null = null;
  #page: LivePage | null = null;
  #written = 0;

  /** @param urls of the processes that are up at the moment, as far as anybody knows */
  constructor(
    name: string,
    options: { bookId: number; session: string; urls: () => readonly string[]; random(): number },
  ) {
    this.#name = name;
    this.bookId = options.bookId;
    this.#session = options.session;
    this.#urls = options.urls;
    this.#random = options.random;
  }

  /** Writes one text: most by an event that adds an entry, some by a POST that renames the book. */
  async write(): Promise<void> {
    const isEntry = this.#random() < 0.85;
    const text = `${isEntry ? "entry" : "note"} ${this.#name}.${++this.#written}`;
    let browser: Client;
    try {
      browser = await this.#atSomeProcess();
    } catch {
      return; // nobody was there yet; nothing was sent
    }
    try {
      const refusal = isEntry ? await this.#add(text) : await this.#rename(browser, text);
      if (refusal === null) this.acknowledged.add(text);
      else this.refused.push(`${text}: ${refusal}`);
    } catch {
      this.unanswered.add(text);
      this.#leave();
    }
    if (this.#random() < 0.05) this.#leave();
  }

  async #atSomeProcess(): Promise<Client> {
    if (this.#browser && this.#page && this.#page.closed === null) return this.#browser;
    const urls = this.#urls();
    const url = urls[Math.floor(this.#random() * urls.length)] ?? "";
    this.#browser = await new Client(url).resume(this.#session);
    this.#page = await this.#browser.open(`/books/${this.bookId}/`);
    return this.#browser;
  }

  async #add(text: string): Promise<string | null> {
    const frame = await this.#page?.fire("add_entry", { text });
    const isShown = frame?.type === "render" && frame.content?.includes(`>${text}<`);
    return isShown ? null : JSON.stringify(frame);
  }

  async #rename(browser: Client, note: string): Promise<string | null> {
    const { status, body } = await browser.post(`/book/${this.bookId}/rename/`, { note });
    return status === 303 ? null : `${status} ${body.slice(0, 300)}`;
  }

  #leave(): void {
    this.#page?.leave();
    this.#page = null;
  }
}
