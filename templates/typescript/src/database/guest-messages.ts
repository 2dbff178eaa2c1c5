import type { Socket } from "node:net";
import { deserialize, serialize } from "node:v8";

/** What a command asks of the process that has the embedded database open. */
export type Request =
  | ({ readonly kind: "query"; readonly transaction: number | null } & Query)
  | { readonly kind: "begin"; readonly transaction: number }
  | { readonly kind: "end"; readonly transaction: number; readonly isKept: boolean };

export interface Query {
  readonly text: string;
  readonly params: unknown[] | undefined;
  readonly rowMode: "array" | "object" | undefined;
  /** The types whose values stay the texts that PostgreSQL sends. */
  readonly texts: number[];
}

/** Of an answer either the result or the error; `id` is that of the request. */
export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: SentError;
}

/** What a reader of errors asks for; the others have functions in them, which cannot be sent. */
const SENT = ["message", "code", "detail", "hint", "table", "column", "constraint"] as const;

export type SentError = Partial<Record<(typeof SENT)[number], unknown>>;

export function describeError(error: unknown): SentError {
  const all = error as SentError;
  return Object.fromEntries(SENT.filter((name) => name in all).map((name) => [name, all[name]]));
}

/** A message as it goes over the line: its length, then itself. */
export function send(socket: Socket, message: object): void {
  const body = serialize(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  socket.write(Buffer.concat([length, body]));
}

/** Calls back with each message that comes in; what is none ends the line. */
export function receive<Message>(socket: Socket, heard: (message: Message) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (data: Buffer) => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32BE()) {
      const end = 4 + rest.readUInt32BE();
      const body = rest.subarray(4, end);
      rest = rest.subarray(end);
      try {
        heard(deserialize(body) as Message);
      } catch (error) {
        socket.destroy(error as Error);
        return;
      }
    }
  });
}
