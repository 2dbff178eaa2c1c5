import type { FastifyReply } from "fastify";
import { loginUrl } from "../project.ts";
import { sendRedirect } from "../dispatch/http.ts";
import { SESSION_COOKIE } from "../accounts/request-session.ts";

/** Ends the session, and leaves nothing in the browser but that it has logged in before. */
export async function leave(reply: FastifyReply): Promise<FastifyReply> {
  const { session, protocol } = reply.request;
  await session.destroy();
  reply.clearCookie(SESSION_COOKIE, { path: "/" });
  // Browsers heed it over HTTPS alone.
  if (protocol === "https") reply.header("clear-site-data", '"cache", "storage"');
  return sendRedirect(reply, loginUrl);
}
