import type { Answer } from "./answer.ts";

/** Something a client can cause. Everything else is a defect of ours and answered with 500. */
export class Problem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export class PermissionDenied extends Problem {
  constructor(message = "Permission denied") {
    super(403, message);
  }
}

export class NotFound extends Problem {
  constructor(message = "Not found") {
    super(404, message);
  }
}

export class Conflict extends Problem {
  constructor(message: string) {
    super(409, message);
  }
}

export class Invalid extends Problem {
  constructor(message: string) {
    super(422, message);
  }
}

export class TooManyCalls extends Problem {
  constructor(message = "Too many calls. Wait a little and try again.") {
    super(429, message);
  }
}

/** The visitor is not logged in, or no longer active. */
export class LoginRequired extends Problem {
  constructor() {
    super(401, "Login required");
  }
}

/** The action wants the password again. */
export class PasswordRequired extends Problem {
  constructor() {
    super(403, "Confirm your password");
  }
}

/** The visitor belongs elsewhere: not a member of the object. */
export class Elsewhere extends Problem {
  readonly location: string;
  constructor(location: string) {
    super(403, "Not a member");
    this.location = location;
  }
}

/** Carries an answer out of a transaction that must not be committed. */
export class RolledBack extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super("rolled back");
    this.answer = answer;
  }
}

export interface DatabaseError {
  /** The SQLSTATE. */
  code: string;
  detail: string;
  /** The columns that the detail names. */
  columns: string[];
}

/** What PostgreSQL says about a failed statement; null when the error is not the database's. */
export function databaseError(error: unknown): DatabaseError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, detail = "" } = cause as { code?: unknown; detail?: string };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) {
      const columns = /\(([^)]*)\)=\(/.exec(detail)?.[1]?.split(", ") ?? [];
      return { code, detail, columns: columns.map((name) => name.replaceAll('"', "")) };
    }
  }
  return null;
}

/** The problem behind an error, or null for a defect. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { code, detail } = databaseError(error) ?? {};
  if (code === "23503" || code === "23001") {
    // PostgreSQL's detail tells a row that is still needed from one that was never there.
    const isMissing = detail?.includes("is not present") ?? false;
    return new Conflict(
      isMissing ? "A row this refers to is gone." : "Other rows still refer to this one.",
    );
  }
  if (code === "23505") return new Conflict("The same entry already exists.");
  if (code === "40001" || code === "40P01") {
    return new Conflict("Somebody else changed this at the same moment. Try again.");
  }
  // Class 22: data exceptions (out of range, invalid text); 23: the other constraints.
  if (code?.startsWith("22") || code?.startsWith("23")) return new Invalid("Invalid value.");
  return null;
}
