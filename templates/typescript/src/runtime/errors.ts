/**
 * Everything that a client can cause to go wrong, each with its HTTP status. Guards, rules and views
 * throw these; `http.ts` and `live-socket.ts` tell the client, in the client's own way.
 */
import { databaseError } from "#database/database-error";
import type { Answer } from "./answer.ts";

/** Something a client can cause. Everything else is a defect of ours and answered with 500. */
export class Problem extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** A kind of problem, and what it says unless something more exact is said. */
const problem = (status: number, sentence: string) =>
  class extends Problem {
    constructor(message = sentence) {
      super(status, message);
    }
  };

export class PermissionDenied extends problem(403, "Permission denied") {}
export class NotFound extends problem(404, "Not found") {}
export class Invalid extends problem(422, "Invalid value.") {}

/** The row was changed since the sender looked at it; `Failed` tells a program so. */
export class Conflict extends problem(409, "This was changed meanwhile. Look at it again.") {}
export class PreconditionFailed extends problem(
  412,
  "The row is no longer the one that If-Match names. Read it again.",
) {}
export class PreconditionRequired extends problem(
  428,
  "Say which state of the row this is for: send the ETag of its page as If-Match, or * for any.",
) {}

/** What is to be referred to is not there, or not offered. */
export class RowGone extends problem(409, "A row this refers to is gone.") {}

/** The visitor is not logged in, or no longer active. */
export class LoginRequired extends problem(401, "Login required") {}

/** The action wants the password again. */
export class PasswordRequired extends Problem {
  /** `Retire “Crate 7”`; "" where it has no name. */
  readonly what: string;
  constructor(what: string) {
    super(403, "Confirm your password");
    this.what = what;
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

/** The problem behind an error, or null for a defect. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  const { code, detail } = databaseError(error) ?? {};
  if (code === "23503" || code === "23001") {
    // PostgreSQL's detail tells a row that is still needed from one that was never there.
    const isMissing = detail?.includes("is not present") ?? false;
    return isMissing ? new RowGone() : new Problem(409, "Other rows still refer to this one.");
  }
  if (code === "23505") return new Problem(409, "The same entry already exists.");
  if (code === "40001" || code === "40P01") {
    return new Problem(409, "Somebody else changed this at the same moment. Try again.");
  }
  // Class 22: data exceptions (out of range, invalid text); 23: the other constraints.
  if (code?.startsWith("22") || code?.startsWith("23")) return new Invalid();
  return null;
}
