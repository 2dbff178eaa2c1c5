import { parse } from "node-html-parser";
import { expect } from "vitest";
import { STALE } from "#dispatch/csrf";
import { lacksRow } from "./inputs.ts";
import { type Endpoint, type Outcome, project, type Visitor } from "./matrix.ts";
import { isForm } from "./rows.ts";
import type { Frame } from "./socket.ts";

/** How the runtime begins to say that something unexpected went wrong. */
const DEFECT = "Something went wrong on our side";

/** What came back, over HTTP or a socket. */
export interface Answer {
  status: number;
  location: string;
  body: string;
  frame?: Frame | { closed: number };
  /** Of an event: has its page's socket ended with that? */
  isOver?: boolean;
}

/** What is answered to whoever names a row that is not there: to be deleted, or to be referred to. */
export function goneAt(endpoint: Endpoint, visitor: Visitor): object {
  const isMissing = lacksRow(endpoint, visitor);
  if (endpoint.method === "EVENT") {
    return { frame: { error: isMissing ? "Not found" : "A row this refers to is gone." } };
  }
  if (isMissing) return { status: 404 };
  return { status: isForm(endpoint) ? 422 : 409 };
}

/** The body said no. That is its right, unless the manifest says what it does. */
export function expectRefusal({ id, effect, member }: Endpoint, answer: Answer): void {
  expect(isDefect(answer), `the body failed: ${describeAnswer(answer)}`).toBe(false);
  if (!effect || effect.kind === "open") return;
  // The row that makes the visitor a member may hold the one that is to be deleted, or go along.
  const bound = effect.kind === "delete" ? (effect.bound ?? []) : [];
  if (bound.some(({ model }) => model === member?.model)) return;
  const advice = `Let tests/samples.ts give "${id}" rows and inputs that its body accepts.`;
  expect.fail(
    `The guard let them pass, and then the body refused: ${describeAnswer(answer)} ${advice}`,
  );
}

function isDefect({ status, frame }: Answer): boolean {
  const said = frame && "error" in frame ? (frame.error ?? "") : "";
  return status >= 500 || said.startsWith(DEFECT);
}

function describeAnswer({ status, location, body, frame }: Answer): string {
  return JSON.stringify(frame ?? { status, location, body: textOf(body).slice(0, 200) });
}

/** What a page says, without its frame. */
function textOf(html: string): string {
  const page = parse(html);
  return (page.querySelector("main") ?? page).text.replaceAll(/\s+/g, " ").trim();
}

/** Demands the answer that an outcome has. */
export function expectAnswer(endpoint: Endpoint, outcome: Outcome, answer: Answer): void {
  const { status, location, body, frame } = answer;
  const said = { status, location, error: frame && "error" in frame ? frame.error : undefined };
  switch (outcome) {
    case "allow":
      expect(
        isAllowed(endpoint, answer),
        `allowed: ${JSON.stringify(said)} ${body.slice(0, 200)}`,
      ).toBe(true);
      return;
    case "login":
      expect(said.location).toMatch(startOf(`${project.login_url}?next=`));
      if (!frame) expect([302, 303]).toContain(status);
      return;
    case "redirect":
      expect(said.location).toBe(endpoint.member?.otherwise);
      if (!frame) expect([302, 303]).toContain(status);
      return;
    case "not_found":
      if (frame) expect(said.error).toBe("Not found");
      else expect(status).toBe(404);
      return;
    case "denied":
    case "closed":
      if (frame) {
        expect(said.error).toBe("Permission denied");
        if (answer.isOver !== undefined) {
          expect(answer.isOver, "its page's socket ends").toBe(outcome === "closed");
        }
      } else {
        expect(status).toBe(403);
        expect(body).not.toContain(STALE);
      }
      return;
    case "ignored":
      expect(status).toBeLessThan(500);
  }
}

/** Whoever was let in gets an answer: the body's own page, or the place that it leads to. */
function isAllowed({ method, effect }: Endpoint, { status, frame }: Answer): boolean {
  if (method === "GET" || method === "POST") return [200, 302, 303].includes(status);
  if (!frame || "closed" in frame) return false;
  if (method === "CONNECT") return frame.type === "render";
  // An event that deletes the page's own object leaves no page to render.
  const mayDelete = effect?.kind === "delete" || effect?.kind === "open";
  return ["render", "redirect"].includes(frame.type) || (mayDelete && frame.error === "Not found");
}

function startOf(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}
