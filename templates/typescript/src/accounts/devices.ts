/**
 * Browsers that have logged in before, by a cookie which says as whom ("device cookies" of OWASP).
 * Wrong passwords from elsewhere do not count for them, so that nobody is locked out by others.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";

const COOKIE = "device";
const ONE_YEAR = 365 * 86_400;
/** Of those who share a browser, the last ones. */
const MOST_NAMES = 10;

interface Device {
  readonly id: string;
  /** Hashes of the names, the last one first. */
  readonly names: readonly string[];
}

export class Devices {
  readonly #secrets: readonly string[];

  /** @param secret the first one signs, all verify */
  constructor(secret: string | readonly string[]) {
    this.#secrets = [secret].flat();
  }

  /** The id of the browser, if it has logged in as that name before. */
  knownAs(request: FastifyRequest, username: string): string | null {
    const device = this.#read(request);
    return device?.names.includes(hashOf(username)) ? device.id : null;
  }

  /** Remembers that this browser has logged in as that name. */
  remember(reply: FastifyReply, username: string): void {
    const { id, names } = this.#read(reply.request) ?? { id: newId(), names: [] };
    const all = [...new Set([hashOf(username), ...names])].slice(0, MOST_NAMES);
    const text = [id, ...all].join(".");
    reply.setCookie(COOKIE, `${text}.${signatureOf(text, this.#secrets[0] ?? "")}`, {
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: "auto",
      maxAge: ONE_YEAR,
    });
  }

  #read(request: FastifyRequest): Device | null {
    const parts = (request.cookies[COOKIE] ?? "").split(".");
    const signature = Buffer.from(parts.pop() ?? "");
    const [id, ...names] = parts;
    if (!id || parts.length > MOST_NAMES + 1) return null;
    const isOurs = this.#secrets
      .map((secret) => Buffer.from(signatureOf(parts.join("."), secret)))
      .some((own) => own.length === signature.length && timingSafeEqual(own, signature));
    return isOurs ? { id, names } : null;
  }
}

const newId = () => randomBytes(16).toString("base64url");
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url").slice(0, 16);

/** For this purpose alone: other cookies are signed with the same secret, some with anybody's text. */
function signatureOf(text: string, secret: string): string {
  return createHmac("sha256", secret).update(`device\0${text}`).digest("base64url");
}
