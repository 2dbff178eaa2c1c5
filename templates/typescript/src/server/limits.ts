/** How much is too much. Each number is an environment variable of the README. */
export interface Limits {
  /** Requests of one address, without those for static files. */
  readonly requestsPerMinute: number;
  /** Events of one user. */
  readonly eventsPerMinute: number;
  /** Live pages that one user has open in one process. */
  readonly socketsPerUser: number;
  readonly passwords: PasswordLimits;
  readonly sessions: SessionLimits;
}

/** How long somebody stays logged in. */
export interface SessionLimits {
  /** After the login. */
  readonly days: number;
  /** Without a request or an event. */
  readonly idleMinutes: number;
}

/** So many wrong passwords in so many minutes. */
export interface PasswordLimits {
  /** For one name, from browsers in which it has never logged in. */
  readonly perName: number;
  /** In one browser that has logged in as that name before. */
  readonly perDevice: number;
  /** From one address, for all names, from browsers that have logged in as none of them. */
  readonly perAddress: number;
  readonly minutes: number;
}

export const DEFAULT_LIMITS: Limits = {
  requestsPerMinute: 600,
  eventsPerMinute: 600,
  socketsPerUser: 200,
  passwords: { perName: 10, perDevice: 10, perAddress: 100, minutes: 15 },
  sessions: { days: 7, idleMinutes: 720 },
};

/** @param read a whole number of at least 1 from an environment variable, or the default */
export function readLimits(read: (name: string, byDefault: number) => number): Limits {
  const { passwords, sessions, ...others } = DEFAULT_LIMITS;
  return {
    requestsPerMinute: read("REQUESTS_PER_MINUTE", others.requestsPerMinute),
    eventsPerMinute: read("EVENTS_PER_MINUTE", others.eventsPerMinute),
    socketsPerUser: read("SOCKETS_PER_USER", others.socketsPerUser),
    passwords: {
      perName: read("WRONG_PASSWORDS_PER_NAME", passwords.perName),
      perDevice: read("WRONG_PASSWORDS_PER_DEVICE", passwords.perDevice),
      perAddress: read("WRONG_PASSWORDS_PER_ADDRESS", passwords.perAddress),
      minutes: read("WRONG_PASSWORDS_MINUTES", passwords.minutes),
    },
    sessions: {
      days: read("SESSION_DAYS", sessions.days),
      idleMinutes: read("SESSION_IDLE_MINUTES", sessions.idleMinutes),
    },
  };
}
