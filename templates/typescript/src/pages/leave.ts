import type { FastifyReply } from "fastify";
import { SESSION_COOKIE } from "#accounts/request-session";
import { sendRedirect } from "#dispatch/http";
import { loginUrl } from "#project";

/** Ends the session, and leaves nothing in the browser but that it has logged in before. */
export async function leave(reply: FastifyReply): Promise<FastifyReply> {
  const { session, protocol } = reply.request;
  await session.destroy();
  reply.clearCookie(SESSION_COOKIE, { path: "/" });
  // Browsers heed it over HTTPS alone.
  if (protocol === "https") reply.header("clear-site-data", '"cache", "storage"');
  return sendRedirect(reply, loginUrl);
}
