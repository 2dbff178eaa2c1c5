/** What a password is asked for again, and how the page that asks for it knows. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { mayView } from "#rows/row-groups";
import { rowName } from "#rows/row-name";
import type { Call } from "./call.ts";
import { subjectOf } from "./enter.ts";

const COOKIE = "confirming";

/**
 * Remembers what the password is asked for, on the way to the page that asks. Signed, so that nobody
 * else can say it; a cookie, so that no address and no log holds the name of a row.
 *
 * @param next where it leads afterwards; on the way elsewhere nothing is said
 */
export function rememberWhat(reply: FastifyReply, next: string, what: string): void {
  reply.setCookie(COOKIE, `${next}\n${what}`, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure: "auto",
    signed: true,
    maxAge: 900,
  });
}

/** `Retire “Crate 7”`; the name of the row is for those who may view such rows. */
export function whatToConfirm(words: string, call: Call): string {
  const subject = subjectOf(call);
  const isSeen = subject !== null && mayView(call.visitor, subject.table);
  const name = isSeen ? rowName(subject.table, subject.row) : "";
  return [words, name && `“${name}”`].filter(Boolean).join(" ");
}

/** What the password is asked for; "" when that is not known. */
export function whatIsConfirmed(request: FastifyRequest, next: string): string {
  const { value } = request.unsignCookie(request.cookies[COOKIE] ?? "");
  const [place, ...lines] = value?.split("\n") ?? [];
  return place === next ? lines.join(" ") : "";
}
