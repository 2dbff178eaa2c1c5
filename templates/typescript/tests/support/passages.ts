import { expect } from "vitest";
import type { Step, Watch } from "#dispatch/call";
import type { Endpoint, Outcome } from "./matrix.ts";

/**
 * What the runtime itself says of the doors that were tried, since a body may answer whatever it
 * likes: with the guard's own words, with a redirect to the login page, with nothing.
 */
export class Passages {
  #steps: { door: string; step: Step }[] = [];

  readonly watch: Watch = (door, step) => {
    this.#steps.push({ door, step });
  };

  /** Forgets what was tried before. */
  forget(): void {
    this.#steps = [];
  }

  /** What happened at an endpoint's door, in this order. */
  at(endpoint: Endpoint): Step[] {
    const doors = doorsOf(endpoint);
    return this.#steps.filter(({ door }) => doors.includes(door)).map(({ step }) => step);
  }

  /** Did a body run that refused, so that nothing of it was kept? */
  hasRefused(endpoint: Endpoint): boolean {
    return this.at(endpoint).at(-1) === "refused";
  }

  /** Demands that the guard decided as the matrix says, and that no body ran that it keeps out. */
  expect(endpoint: Endpoint, outcome: Outcome): void {
    const steps = this.at(endpoint);
    if (outcome === "ignored") return;
    if (outcome === "allow") {
      expect(steps, "its guard lets them pass").toContain("passed");
      expect(steps, "its body runs").toContain("entered");
    } else {
      expect(steps, "its body does not run").not.toContain("entered");
    }
    if (outcome === "denied") expect(steps.at(-1), "its guard refuses them").toBe("denied");
    if (outcome === "closed") {
      const page = this.at({ ...endpoint, method: "CONNECT" });
      expect(page.at(-1), "the page's guard refuses them").toBe("denied");
    }
  }
}

/** As the dispatcher names them. A live page has one door for its page and its socket. */
function doorsOf({ method, event, path }: Endpoint): string[] {
  const kinds = {
    GET: ["get", "page"],
    CONNECT: ["page"],
    POST: ["post"],
    EVENT: [`event ${event}`],
  };
  return kinds[method].map((kind) => `${kind} ${path}`);
}
