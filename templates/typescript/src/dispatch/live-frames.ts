/** What goes over the socket of a live page, in both directions: JSON, one frame a message. */
import { Invalid } from "#runtime/errors";
import type { Seals } from "#server/seals";
import { readWritten, type Written } from "./view-request.ts";

/**
 * What the server says. htmx swaps `content`, live.js does the rest. Each event is answered with one
 * frame, which says `answer: true`; the others are pushed.
 */
export type Frame =
  | { type: "render"; content: string; target: "#live"; swap: "innerMorph" }
  | { type: "error"; error: string; content: string; target: "#banner"; swap: "innerHTML" }
  /** `lost`: the page itself leads there when it is asked for again, and has said why. */
  | { type: "redirect"; location: string; lost: boolean }
  /** The password is wanted first, for `what`; `again` is what to send once it is confirmed. */
  | { type: "confirm"; location: string; what: string; again: string };

/** Close codes. After the first two htmx does not reconnect, after the others it does, later. */
export const NORMAL = 1000;
export const POLICY = 1008;
export const OVERLOADED = 1013;
export const RESTARTING = 1012;

/** What the client says: an event's name and its values. Throws Invalid for everything else. */
export function readFrame(data: string, seals: Seals): { event: string; written: Written } {
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    throw new Invalid("Not an event.");
  }
  const { event, headers: _headers, _csrf, ...sent } = Object(frame) as Record<string, unknown>;
  if (typeof event !== "string") throw new Invalid("Not an event.");
  return { event, written: readWritten(sent, seals) };
}
