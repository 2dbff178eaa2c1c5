import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, linkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readPlainFile } from "../../schema/read/plain-file.ts";
import { makeFolders } from "../files/make-folder.ts";
import { stateFolder } from "./state-folder.ts";

const KEY_FILE = "journal.key";
const KEY = /^[0-9a-f]{64}$/;

/** Signs the journals of this process where no key can be kept; no later run can verify them. */
const passing = randomBytes(32).toString("hex");

/**
 * Signs what a journal says, for this user and this project at its place.
 *
 * @returns an HMAC-SHA256 as hex
 */
export function signatureOf(dir: string, text: string): string {
  const folder = stateFolder(dir);
  const key = (folder && (readKey(folder) ?? makeKey(folder))) ?? passing;
  return sign(key, dir, text);
}

/** Whether this user's spire has signed the text for this project; false too when it cannot tell. */
export function isSignature(dir: string, text: string, signature: string): boolean {
  const folder = stateFolder(dir);
  const key = folder && readKey(folder);
  if (!key) return false;
  const [expected, given] = [Buffer.from(sign(key, dir, text)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

function sign(key: string, dir: string, text: string): string {
  return createHmac("sha256", key)
    .update(`${realpathSync(dir)}\0${text}`)
    .digest("hex");
}

function readKey(folder: string): string | null {
  const text = readPlainFile(join(folder, KEY_FILE), 1000)?.toString("utf8").trim();
  return text !== undefined && KEY.test(text) ? text : null;
}

/** @returns null when it cannot be kept; spire works without, only not after being killed */
function makeKey(folder: string): string | null {
  const file = join(folder, KEY_FILE);
  const draft = `${file}.${process.pid}`;
  try {
    makeFolders(folder, 0o700);
    chmodSync(folder, 0o700);
    writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
    // Linked, not renamed: of two runs that make a key, the first one's stays.
    linkSync(draft, file);
    rmSync(draft);
  } catch {
    // Read-only, or another run was faster.
  }
  return readKey(folder);
}
