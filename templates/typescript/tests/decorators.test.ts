import { expect, it } from "vitest";
import {
  audited,
  eventHandler,
  get,
  loginIsEnough,
  loginRequired,
  page,
  post,
  publicAccess,
} from "#runtime/decorators";
import { LiveView } from "#runtime/live-view";
import { describeView } from "#runtime/registry";
import { View } from "#runtime/view";
import { views } from "#views";

// A guard that was lost or put in the wrong place must stop the program, not open a door.

it("refuses an endpoint without a guard, by name", () => {
  expect(() => {
    class Unguarded extends View {
      @post("/unguarded/")
      run() {
        return this.done("Done");
      }
    }
    return Unguarded;
  }).toThrow(/run: @post found no guard inside it\. The right order/);
});

it("refuses a guard outside its endpoint, by name, and says the right order", () => {
  expect(() => {
    class Reversed extends View {
      @loginIsEnough()
      @get("/reversed/")
      open() {
        return this.done("Done");
      }
    }
    return Reversed;
  }).toThrow(/^open: .*The right order, from the outside in/);
});

it("refuses an event handler without a guard, by name", () => {
  expect(() => {
    class Unguarded extends LiveView {
      @page("/unguarded/")
      @loginIsEnough()
      mount() {}

      @eventHandler()
      remove_everything() {}

      view(): never {
        throw new Error("never shown");
      }
    }
    return Unguarded;
  }).toThrow(/remove_everything: @eventHandler found no guard/);
});

it("refuses a protection outside the guard, by name", () => {
  expect(() => {
    class Outside extends View {
      @post("/outside/")
      @audited()
      @loginIsEnough()
      run() {
        return this.done("Done");
      }
    }
    return Outside;
  }).toThrow(/^run: @audited stands outside the guard/);
});

it("refuses a class that neither asks for a login nor is public", () => {
  class Forgotten extends View {
    @get("/forgotten/")
    @loginIsEnough()
    open() {
      return this.done("Done");
    }
  }
  expect(() => describeView(Forgotten)).toThrow(/Forgotten needs @loginRequired/);
});

it("refuses public access in a class that asks for a login", () => {
  @loginRequired
  class Contradicting extends View {
    @get("/contradicting/")
    @publicAccess()
    open() {
      return this.done("Done");
    }
  }
  expect(() => describeView(Contradicting)).toThrow(/open is @publicAccess in a class/);
});

it("finds every view of the project guarded", () => {
  for (const view of views) expect(() => describeView(view)).not.toThrow();
});
