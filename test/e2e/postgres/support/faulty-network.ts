import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { cleanUp } from "../../../support/clean-up.ts";

/** A way to the database that can break, as a network or a server does. */
export interface FaultyNetwork {
  /** The database's URL, through this network. */
  readonly url: string;
  /** Ends every connection and refuses new ones, as a server that is being restarted. */
  cut(): void;
  /** Passes nothing on any more and says nothing about it, as a lost host. */
  swallow(): void;
  /** Everything is well again; what was swallowed stays lost. */
  mend(): void;
}

/** Puts itself between a project and its PostgreSQL. */
export async function faultyNetwork(databaseUrl: string): Promise<FaultyNetwork> {
  const target = new URL(databaseUrl);
  let state: "well" | "cut" | "swallowing" = "well";
  const sockets = new Set<Socket>();
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };

  const server = createServer((client) => {
    if (state === "cut") return void client.destroy();
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on("data", (data) => {
        if (state !== "swallowing") to.write(data);
      });
      from.on("error", () => {});
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp(() => {
    server.close();
    endAll();
  });

  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: () => {
      state = "cut";
      endAll();
    },
    swallow: () => {
      state = "swallowing";
    },
    mend: () => {
      // A connection that has lost a part of what was said is of no use to either side.
      if (state === "swallowing") endAll();
      state = "well";
    },
  };
}
