import { DemoUsersLeft } from "./accounts/demo-users.ts";
import { NotInstalled } from "./accounts/passwords.ts";
import { NamesClash } from "./accounts/settle-usernames.ts";
import { FolderInUse } from "./database/folder-lock.ts";
import { MigrationFailed } from "./database/migrations.ts";
import { BadSettings } from "./server/settings.ts";

interface SystemError {
  code?: unknown;
  message?: string;
  address?: string;
  hostname?: string;
  port?: number;
  path?: string;
  syscall?: string;
}

/**
 * One sentence on why the process cannot start or a command cannot run, for the person who started
 * it; null when the reason is a defect of ours. Never has a password in it.
 */
export function explain(error: unknown): string | null {
  const known = [
    BadSettings,
    DemoUsersLeft,
    FolderInUse,
    MigrationFailed,
    NamesClash,
    NotInstalled,
  ];
  for (const kind of known) if (error instanceof kind) return error.message;
  for (const cause of causesOf(error)) {
    const sentence = explainCode(cause);
    if (sentence) return sentence;
  }
  return null;
}

function explainCode({ code, message, address, hostname, port, path, syscall }: SystemError) {
  if (typeof code !== "string") return null;
  const place = [address ?? hostname, port].filter(Boolean).join(":");
  if (code === "EADDRINUSE") return `Port ${port} is in use: set PORT to another one.`;
  if (code === "EACCES" || code === "EROFS") {
    if (path)
      return `${path} cannot be written: make it writable, or set DATA_DIR or DATABASE_URL.`;
    return `Not allowed to listen at ${place}: set PORT to one above 1023.`;
  }
  if (code === "EPERM" && path) {
    return `${path} belongs to another user: set DATA_DIR to a folder of your own, or DATABASE_URL.`;
  }
  if (syscall === "mkdir" && path) {
    return `${path} cannot be made (${code}): set DATA_DIR to another folder, or DATABASE_URL.`;
  }
  if (["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH"].includes(code)) {
    return `The database at ${place} does not answer (${code}): see DATABASE_URL.`;
  }
  if (code === "28P01" || code === "28000") {
    return "The database refuses the user or password of DATABASE_URL.";
  }
  // What PostgreSQL itself says: no such database, no right to do this, …
  return /^[0-9A-Z]{5}$/.test(code) ? `The database says: ${message}.` : null;
}

function* causesOf(error: unknown): Generator<SystemError> {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AggregateError) yield* cause.errors as SystemError[];
    yield cause as SystemError;
  }
}
