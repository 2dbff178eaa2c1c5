import { afterAll, beforeAll, expect } from "vitest";
import { databaseError } from "#database/database-error";
import { digestOf } from "../../support/digest.ts";
import type { Endpoint, Situation, Visitor } from "../../support/matrix.ts";
import { fillInput } from "../../support/inputs.ts";
import { fillPath } from "../../support/rows.ts";
import { situate } from "../../support/situations.ts";
import { Callers } from "./callers.ts";
import { pages } from "./doors.ts";
import { confirm, type Guest, guest, nobody } from "./guests.ts";
import {
  forgetAudit,
  type Ground,
  type Inventory,
  plant,
  restore,
  takeInventory,
  tie,
} from "./ground.ts";
import { openTarget, type Target } from "./target.ts";

/** Holds every permission, and is a member of everything of our own. */
export const INSIDER: Visitor = { user: "active", grants: { all_except: [] } };
/** What PostgreSQL says of a reference to a row that is not there. */
const FOREIGN_KEY = "23503";

/** Is logged in, and no more. */
const OUTSIDER: Visitor = { user: "active", membership: "none" };

/** The project under attack, the rows in it, and who attacks. */
export class Scenario {
  target!: Target;
  ground!: Ground;
  insider!: Guest;
  outsider!: Guest;
  nobody!: Guest;
  readonly #guests: Guest[] = [];
  #inventory!: Inventory;
  #digest = "";
  readonly #callers = new Callers(async () => {
    const invited = await this.invite();
    await confirm(this.target, invited);
    return invited;
  });

  get url(): URL {
    return this.target.url;
  }

  get db(): Target["db"] {
    return this.target.db;
  }

  async open(): Promise<void> {
    this.target = await openTarget();
    this.#digest = await this.digest();
    this.#inventory = await takeInventory(this.target);
    this.nobody = await nobody(this.target);
    this.insider = await this.invite(INSIDER);
    this.outsider = await this.invite(OUTSIDER);
    await confirm(this.target, this.insider);
    await this.replant();
  }

  /** Makes a guest, who belongs to the ground as the visitor does. */
  async invite(visitor: Visitor = INSIDER): Promise<Guest> {
    const invited = await guest(this.target, visitor);
    this.#guests.push(invited);
    if (this.ground) await this.#tie(invited);
    return invited;
  }

  /**
   * Who calls the endpoint: the insider, or somebody whom none of its protections keeps out. Its row
   * is as it asks of it for them.
   */
  async callerOf(endpoint: Endpoint): Promise<Guest> {
    const { rate_limit: limit, confirm_password: confirms } = endpoint;
    const caller = limit || confirms ? await this.#callers.of(endpoint) : this.insider;
    await this.situate(endpoint, caller);
    return caller;
  }

  /** Makes them a member of the ground; of one that is made anew they are one already. */
  async #tie(invited: Guest): Promise<void> {
    await this.#unlessGone(() => tie(this.target, invited, this.ground));
  }

  /** Rows for the endpoint to refer to belong to the ground, too. */
  async #fill(endpoint: Endpoint, world: keyof Ground = "own"): Promise<Record<string, unknown>> {
    const fill = () => fillInput(this.target, endpoint, this.ground[world]);
    return (await this.#unlessGone(fill)) ?? fill();
  }

  /** An attack may have deleted what something is to belong to: then the ground is made anew. */
  async #unlessGone<T>(make: () => Promise<T>): Promise<T | null> {
    try {
      return await make();
    } catch (error) {
      if (databaseError(error)?.code !== FOREIGN_KEY) throw error;
      await this.replant();
      return null;
    }
  }

  /** Takes away every row that the attacks have made, and makes the ground anew. */
  async replant(): Promise<void> {
    await restore(this.target, this.#inventory);
    this.ground = await plant(this.target, this.#guests);
    for (const page of pages) await this.situate(page);
  }

  digest(): Promise<string> {
    return digestOf(this.db);
  }

  /** Runs an attack, which must leave every row as it is. */
  async unchanged<T>(attack: () => Promise<T>): Promise<T> {
    const before = await this.digest();
    const result = await attack();
    expect(await this.digest(), "the data").toBe(before);
    return result;
  }

  /** The endpoint's path, filled with our own rows or those of others. */
  pathOf({ path, params }: Endpoint, world: keyof Ground = "own"): string {
    return fillPath(path, params, this.ground[world]);
  }

  /** The names of what is entered into a form, or handed to an action or event. */
  async namesOf(endpoint: Endpoint): Promise<string[]> {
    return Object.keys(await this.#fill(endpoint));
  }

  /**
   * Makes of the rows in a world what the endpoint asks of them, for the guest who is to come; but of
   * other people's objects nobody becomes a member.
   */
  async situate(
    { situation = [], member }: Endpoint,
    { id }: Guest = this.insider,
    world: keyof Ground = "own",
  ): Promise<void> {
    const ties = (state: Situation[number]) => "rows" in state && state.model === member?.model;
    const wanted = world === "own" ? situation : situation.filter((state) => !ties(state));
    await situate(this.target, this.ground[world], wanted, id, true);
  }

  /**
   * What a form, action or event is sent when nothing is wrong, for its row in any state. The row is
   * as the endpoint asks of it for the guest.
   */
  async inputOf(
    endpoint: Endpoint,
    as: Guest = this.insider,
    world: keyof Ground = "own",
  ): Promise<Record<string, unknown>> {
    const filled = await this.#fill(endpoint, world);
    await this.situate(endpoint, as, world);
    return { ...filled, _seen: "*" };
  }

  /** Leaves the database as it was found. */
  async close(): Promise<void> {
    if (!this.target) return;
    await restore(this.target, this.#inventory, true);
    await forgetAudit(this.target, this.#guests);
    const left = await this.digest();
    await this.target.close();
    expect(left, "the data after the attack").toBe(this.#digest);
  }
}

/** A scenario for the tests of a file. */
export function startScenario(): Scenario {
  const scenario = new Scenario();
  beforeAll(() => scenario.open());
  afterAll(() => scenario.close());
  return scenario;
}
