/** What PostgreSQL says about a failed statement. */
export interface DatabaseError {
  /** The SQLSTATE. */
  code: string;
  detail: string;
  /** The columns that the detail names. */
  columns: string[];
}

/** The database's error behind an error; null when there is none. */
export function databaseError(error: unknown): DatabaseError | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code, detail = "" } = cause as { code?: unknown; detail?: string };
    if (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code)) {
      const columns = /^[^(]*\(([^)]*)\)=\(/.exec(detail)?.[1]?.split(", ") ?? [];
      return { code, detail, columns: columns.map((name) => name.replaceAll('"', "")) };
    }
  }
  return null;
}
