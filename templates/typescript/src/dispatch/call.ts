/**
 * One request or event on its way through the checks, and how the tests watch it.
 */
import type { Endpoint, ViewRules } from "#runtime/registry";
import type { View, ViewContext } from "#runtime/view";
import { networkOf } from "#server/addresses";
import type { Seals } from "#server/seals";
import type { RateLimits } from "./rate-limits.ts";

/**
 * What happens at a door: its guard lets pass or denies; then, once every other check has passed
 * too, the body begins (`entered`), and is `done` or has `refused` by a rule of its own.
 */
export type Step = "passed" | "denied" | "entered" | "done" | "refused";

/** Is told every step at every door, e.g. `post /inventory/<int:pk>/lock/`. Only tests watch. */
export type Watch = (door: string, step: Step) => void;

/** One request, or one event on a page's socket, with a visitor who was loaded just now. */
export interface Call extends Omit<ViewContext, "object" | "row" | "changed" | "met"> {
  readonly rules: ViewRules;
  /** The door: the route that was asked for, or the page of an event. */
  readonly endpoint: Endpoint;
  readonly view: View<unknown, unknown>;
  readonly limits: RateLimits;
  readonly seals: Seals;
  readonly watch: Watch | undefined;
  /** What the visitor sent: a form, JSON or an event's values. */
  readonly input: Readonly<Record<string, unknown>>;
}

/** Whom limits count: a user, or the address of whoever is nobody. */
export function callerOf({ visitor, request }: Call): string {
  return visitor.user ? `user ${visitor.user.id}` : `address ${networkOf(request.ip)}`;
}

/** Tells whoever watches. A status would not do: a body may answer with the guard's own words. */
export function tell(
  { watch, endpoint: { path } }: Call,
  { kind, method }: Endpoint,
  step: Step,
): void {
  watch?.(kind === "event" ? `event ${method} ${path}` : `${kind} ${path}`, step);
}
