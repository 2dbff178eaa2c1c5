import type { FastifyReply } from "fastify";

/** What the next page says, once: that something was done, or why one was led there. */
type Kind = "message" | "notice";

const OPTIONS = {
  path: "/",
  httpOnly: true,
  sameSite: "lax",
  secure: "auto",
  signed: true,
  maxAge: 60,
} as const;

/** Has the browser's next page say it. */
export function sayOnce(reply: FastifyReply, kind: Kind, sentence: string): void {
  reply.setCookie(kind, sentence, OPTIONS);
}

/** What this page is to say; null: nothing. */
export function saidOnce(reply: FastifyReply, kind: Kind): string | null {
  const { request } = reply;
  const cookie = request.cookies?.[kind];
  if (!cookie) return null;
  reply.clearCookie(kind, { path: OPTIONS.path });
  return request.unsignCookie(cookie).value;
}
