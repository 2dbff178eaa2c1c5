import autocannon from "autocannon";
import type { Load } from "./rounds.ts";

/**
 * Asks for a page over kept-alive connections, again on each as soon as it is answered.
 *
 * @param cookies of the users, who share the connections among them
 * @param bytes how large every answer must be
 * @throws Error when a request fails, or is answered with anything else
 */
export function pageLoad(
  url: string,
  cookies: readonly string[],
  bytes: number,
  connections: number,
): Load {
  return async (seconds) => {
    let opened = 0;
    const result = await autocannon({
      url,
      connections,
      duration: seconds,
      sampleInt: 100, // it ends when a sample does
      setupClient: (client) =>
        client.setHeaders({ cookie: cookies[opened++ % cookies.length] ?? "" }),
      verifyBody: (body) => Buffer.byteLength(String(body)) === bytes,
    });
    const { errors, non2xx, resets, mismatches, requests, start, finish } = result;
    if (errors + non2xx + resets + mismatches > 0) {
      throw new Error(
        `${url}: ${errors} errors, ${resets} resets, ${non2xx} answers that were no page, ` +
          `${mismatches} that were another one.`,
      );
    }
    return { answers: requests.total, seconds: (finish.getTime() - start.getTime()) / 1000 };
  };
}
