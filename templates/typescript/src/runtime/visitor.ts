/** Who asks, and what they may. */
import type { Permission } from "#permissions";
import { type Guard, isMet, type Requirement } from "./guards.ts";

export interface User {
  readonly id: number;
  readonly username: string;
  readonly isSuperuser: boolean;
}

/** The login that a visitor came with. */
export interface Login {
  /** Hashed, as the database knows it. */
  readonly id: string;
  /** When the password was last confirmed in this session. */
  readonly confirmedAt: Date | null;
  /** When it was last used, up to a minute late. */
  readonly lastSeenAt: Date;
  /** When this session ends by itself, if it is not used. */
  readonly expiresAt: Date;
}

/** Who asks, as the database knows them at this moment. Made afresh for every request and event. */
export class Visitor {
  /** null: not logged in, or no longer active. */
  readonly user: User | null;
  /** null: there is none. */
  readonly login: Login | null;
  readonly #permissions: ReadonlySet<string>;

  constructor(
    user: User | null = null,
    permissions: readonly string[] = [],
    login: Login | null = null,
  ) {
    this.user = user;
    this.login = login;
    this.#permissions = new Set(user ? permissions : []);
  }

  hasPerm(permission: Permission): boolean {
    return this.user !== null && (this.user.isSuperuser || this.#permissions.has(permission));
  }

  /** Facts are asked of rows (`rows/conditions.ts`): here, where there is none, they are not met. */
  meets(requirement: Requirement): boolean {
    return this.#decides(requirement, false);
  }

  passes(guard: Guard): boolean {
    if (guard.kind === "public") return true;
    if (guard.kind === "login") return this.user !== null;
    return this.meets(guard.requirement);
  }

  /** Whether there may be a row on which the visitor passes. */
  mayPass(guard: Guard): boolean {
    if (guard.kind !== "permission") return this.passes(guard);
    return this.#decides(guard.requirement, true);
  }

  #decides(requirement: Requirement, isSo: boolean): boolean {
    const hasPerm = (permission: Permission) => this.hasPerm(permission);
    return this.user !== null && isMet(requirement, hasPerm, () => isSo);
  }

  /** Equal for two visitors with the same user and powers; tells a live page what changed. */
  fingerprint(): string {
    return JSON.stringify([this.user, [...this.#permissions].sort()]);
  }

  /** A visitor is never stored with the session. */
  toJSON(): undefined {
    return undefined;
  }
}
