/** The log of events on live pages; requests are logged by `server/logging.ts`. */
import type { FastifyBaseLogger } from "fastify";
import { type Answer, isRefusal } from "#runtime/answer";
import { PermissionDenied, problemOf } from "#runtime/errors";
import type { Call } from "./call.ts";

/**
 * One line for each event on a live page's socket, whatever becomes of it; its `reqId` is that of
 * the request which opened the socket.
 */
export async function logEvent(
  log: FastifyBaseLogger,
  { rules, visitor }: Call,
  event: string,
  run: () => Promise<Answer | void>,
): Promise<Answer | void> {
  const begun = performance.now();
  const write = (outcome: string) =>
    log.info(
      {
        userId: visitor.user?.id,
        view: rules.name,
        event: rules.events.has(event) ? event : "(unknown)", // anybody's text stays out
        outcome,
        ms: Math.round(performance.now() - begun),
      },
      "event",
    );
  try {
    const answer = await run();
    write(answer && isRefusal(answer) ? "refused" : "allowed");
    return answer;
  } catch (error) {
    if (error instanceof PermissionDenied) write("denied");
    else write(problemOf(error) ? "refused" : "failed");
    throw error;
  }
}
