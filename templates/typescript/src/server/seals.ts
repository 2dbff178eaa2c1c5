import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

declare module "fastify" {
  interface FastifyInstance {
    seals: Seals;
  }
}

/** Hides what pages carry for the server alone: who reads a page can neither read nor guess it. */
export interface Seals {
  seal(text: string): string;
  /** The text that was sealed; "": this is none that was sealed here. */
  open(sealed: string): string;
  /** Short digests of a text: the one that is given out, then those of earlier secrets. */
  digestsOf(text: string): [string, ...string[]];
}

const CIPHER = "aes-256-gcm";
/** In bytes, as the cipher wants them. */
const [NONCE, TAG, KEY] = [12, 16, 32];

/** @param secret that of the sessions; of several the first one seals, all open */
export function sealsOf(secret: string | readonly [string, ...string[]]): Seals {
  const [first, ...earlier] = [secret].flat() as [string, ...string[]];
  const keyOf = (one: string) => Buffer.from(hkdfSync("sha256", one, "", "seals", KEY));
  const keys: [Buffer, ...Buffer[]] = [keyOf(first), ...earlier.map(keyOf)];
  return {
    seal(text) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv(CIPHER, keys[0], nonce);
      const hidden = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), hidden]).toString("base64url");
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, "base64url");
      for (const key of keys) {
        const text = opened(bytes, key);
        if (text !== null) return text;
      }
      return "";
    },
    digestsOf(text) {
      const digest = (key: Buffer) =>
        createHmac("sha256", key).update(text).digest("base64url").slice(0, 22);
      const [now, ...before] = keys;
      return [digest(now), ...before.map(digest)];
    },
  };
}

function opened(bytes: Buffer, key: Buffer): string | null {
  if (bytes.length < NONCE + TAG) return null;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  try {
    const text = decipher.update(bytes.subarray(NONCE + TAG));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null; // made with another key, or by somebody else
  }
}

/** What a page says it saw, as the page sealed it; whoever has looked at nothing says so openly. */
export function openSeen({ open }: Seals, seen: string | null): string | null {
  return seen === null || seen === "*" ? seen : open(seen);
}
