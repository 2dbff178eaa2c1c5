import type { FastifyInstance } from "fastify";

/**
 * Ends the connection with each answer that is given while the process shuts down. One that is kept
 * alive after a request that took long would hold the process up for as long as nobody uses it.
 */
export function endConnectionsOnClose(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook("preClose", (done) => {
    isClosing = true;
    done();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (isClosing) reply.header("connection", "close");
    done();
  });
}
