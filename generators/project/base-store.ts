import { createHash } from "node:crypto";
import { BOOKKEEPING } from "../files/project-paths.ts";
import type { Tier } from "../target.ts";

/**
 * The base store remembers what spire wrote last, one file a path and no index:
 * `.spire/base/<path>.<digest>`, where the digest is that of the written text. Two branches that
 * both regenerated add differently named files, so git merges them without a conflict.
 *
 * A shared file's record holds the text itself, for a later three-way merge. Each of its lines
 * begins with the digest, or git would take two branches' records for renames of one file, which
 * it cannot merge. Any other record is empty: its name says enough.
 */
export const BASE_FOLDER = `${BOOKKEEPING}/base`;

/** A file that was made once for the developer; its text is of no interest afterwards. */
const MADE_ONCE = "made-once";

const RECORD = /^(?<path>.+)\.(?<digest>[0-9a-f]{16}|made-once)$/s;

/** First 16 hex digits of the SHA-256 of a text, line endings aside. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text.replaceAll("\r\n", "\n")).digest("hex").slice(0, 16);
}

/** Path of the record of a file, relative to the project. */
export function recordPath(path: string, digest: string): string {
  return `${BASE_FOLDER}/${path}.${digest}`;
}

/** Reads a record's name, given relative to the base folder; null when it is none. */
export function readRecordName(name: string): { path: string; digest: string } | null {
  const groups = RECORD.exec(name)?.groups;
  return groups === undefined
    ? null
    : { path: groups["path"] ?? "", digest: groups["digest"] ?? "" };
}

/** The record of a file that is written now. */
export function recordOf(file: { path: string; content: string; tier: Tier }): {
  path: string;
  digest: string;
  content: string;
} {
  const digest = file.tier === "yours" ? MADE_ONCE : digestOf(file.content);
  const content = file.tier === "shared" ? recordText(file.content, digest) : "";
  return { path: recordPath(file.path, digest), digest, content };
}

function recordText(text: string, digest: string): string {
  return text.replace(/^/gm, `${digest.slice(0, 4)} `);
}

/**
 * The text that a shared file's record holds.
 *
 * @returns null when the record was damaged, or is one without text
 */
export function recordedText(content: string, digest: string): string | null {
  const prefix = new RegExp(`^${digest.slice(0, 4)} `, "gm");
  const text = content.replaceAll("\r\n", "\n").replace(prefix, "");
  return digestOf(text) === digest ? text : null;
}

/** Whether a record is of a file that was made once and is the developer's now. */
export function isMadeOnce(digest: string): boolean {
  return digest === MADE_ONCE;
}
