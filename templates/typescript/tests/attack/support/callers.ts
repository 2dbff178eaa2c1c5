import { CONFIRMED_MINUTES } from "#accounts/request-session";
import type { Endpoint } from "../../support/matrix.ts";
import type { Guest } from "./guests.ts";

interface Helper {
  readonly guest: Guest;
  /** Until then the password need not be said again. */
  readonly until: number;
  /** How often each endpoint was called, by its id. */
  readonly calls: Map<string, number>;
}

/** Half of the time that a confirmed password is good for, so that it does not end within an attack. */
const FRESH = (CONFIRMED_MINUTES / 2) * 60_000;

/**
 * Who calls where calls are limited or want the password, so that neither is what answers an attack.
 */
export class Callers {
  readonly #invite: () => Promise<Guest>;
  readonly #helpers: Helper[] = [];

  /** @param invite somebody for whom every door is open, whose password is confirmed just now */
  constructor(invite: () => Promise<Guest>) {
    this.#invite = invite;
  }

  /** Somebody whose calls of the endpoint are not used up yet; it is one less afterwards. */
  async of({ id, rate_limit: limit }: Endpoint): Promise<Guest> {
    const most = limit?.max_calls ?? Infinity;
    let helper = this.#helpers.find(
      ({ until, calls }) => Date.now() < until && (calls.get(id) ?? 0) < most,
    );
    if (!helper) {
      helper = { guest: await this.#invite(), until: Date.now() + FRESH, calls: new Map() };
      this.#helpers.push(helper);
    }
    helper.calls.set(id, (helper.calls.get(id) ?? 0) + 1);
    return helper.guest;
  }
}
