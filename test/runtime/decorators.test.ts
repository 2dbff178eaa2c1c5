import { describe, expect, it } from "vitest";
import {
  allOf,
  anyOf,
  audited,
  eventHandler,
  get,
  loginIsEnough,
  loginRequired,
  memberRequired,
  page,
  permissionRequired,
  post,
  publicAccess,
  rateLimit,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { PermissionDenied } from "../../templates/typescript/src/runtime/errors.ts";
import { isMet } from "../../templates/typescript/src/runtime/guards.ts";
import { LiveView } from "../../templates/typescript/src/runtime/live-view.ts";
import { describeView } from "../../templates/typescript/src/runtime/registry.ts";
import { CONTEXT, View } from "../../templates/typescript/src/runtime/view.ts";
import { Visitor } from "../../templates/typescript/src/runtime/visitor.ts";
import { ShelfPage } from "../fixtures/runtime-stub/src/shelf-pages.tsx";
import { ShelfKeepView, ShelfLockView } from "../fixtures/runtime-stub/src/shelf-views.ts";
import { Keeper } from "../fixtures/runtime-stub/src/shelves.ts";

const ORDER = /from the outside in: @get.*@eventHandler\(\); then exactly one.*@permissionRequired/;

abstract class Live extends LiveView {
  view() {
    return this.show(ShelfPage, { name: "x" });
  }
}

describe("what throws when the class is defined", () => {
  it("names the method and the order when the guard stands outside the event handler", () => {
    const define = () =>
      class extends Live {
        mount() {}
        @permissionRequired("shelf.change_shelf")
        @eventHandler()
        move() {}
      };
    expect(define).toThrow(/^move: @eventHandler found no guard/);
    expect(define).toThrow(ORDER);
  });

  it("names the method when an event handler, a route or a page has no guard", () => {
    expect(
      () =>
        class extends Live {
          mount() {}
          @eventHandler()
          move() {}
        },
    ).toThrow(/^move: @eventHandler found no guard/);
    expect(
      () =>
        class extends View {
          @get("/")
          show() {
            return this.redirect("/");
          }
        },
    ).toThrow(/^show: @get found no guard/);
    expect(
      () =>
        class extends Live {
          @page("/")
          mount() {}
        },
    ).toThrow(/^mount: @page found no guard/);
  });

  it("refuses a second guard", () => {
    expect(
      () =>
        class extends View {
          @post("/")
          @loginIsEnough()
          @permissionRequired("shelf.add_shelf")
          run() {
            return this.done("x");
          }
        },
    ).toThrow(/^run: @loginIsEnough is a second guard/);
  });

  it("refuses a protection outside the guard", () => {
    expect(
      () =>
        class extends View {
          @post("/")
          @rateLimit({ maxCalls: 1, perSeconds: 1 })
          @loginIsEnough()
          run() {
            return this.done("x");
          }
        },
    ).toThrow(/^run: @rateLimit stands outside the guard/);
  });

  it("refuses a guard around two endpoints", () => {
    expect(
      () =>
        class extends View {
          @post("/a/")
          @get("/b/")
          @loginIsEnough()
          run() {
            return this.done("x");
          }
        },
    ).toThrow(/^run: @post meets a second endpoint/);
  });

  it.each(["handleError", "render", "user", "view", "toString", "hasOwnProperty", "constructor"])(
    "refuses a handler called %s",
    (name) => {
      const context = { kind: "method", name, static: false, private: false, metadata: {} };
      const decorate = eventHandler() as unknown as (method: unknown, context: unknown) => void;
      expect(() => decorate(() => {}, context)).toThrow(`${name}: a live view has a member`);
    },
  );

  it("refuses to work where Symbol.metadata is missing", () => {
    const context = { kind: "method", name: "run", static: false, private: false };
    const decorate = loginIsEnough() as unknown as (method: unknown, context: unknown) => void;
    expect(() => decorate(() => {}, context)).toThrow("Symbol.metadata is missing");
  });

  it("refuses a member rule about a column that is not there", () => {
    const options = { object: "shelf_id", user: "toString", otherwise: "/" } as const;
    // @ts-expect-error no such column
    const decorate = memberRequired(Keeper, options);
    const context = { kind: "class", name: "X", metadata: {} } as unknown as ClassDecoratorContext;
    expect(() => decorate(ShelfKeepView, context)).toThrow('No column "toString"');
  });
});

describe("what throws when the class is registered", () => {
  it("demands loginRequired where an endpoint is not public", () => {
    class Half extends View {
      @get("/")
      @loginIsEnough()
      show() {
        return this.redirect("/");
      }
    }
    expect(() => describeView(Half)).toThrow("Half needs @loginRequired, because show is not");
  });

  it("refuses public access in a class that requires login", () => {
    @loginRequired
    class Both extends View {
      @get("/")
      @publicAccess()
      show() {
        return this.redirect("/");
      }
    }
    expect(() => describeView(Both)).toThrow("Both.show is @publicAccess in a class");
  });

  it("does not let a subclass inherit its parent's guards", () => {
    class Child extends ShelfLockView {}
    expect(() => describeView(Child)).toThrow("Child has no guards of its own");
  });

  it("refuses guards and protections that no endpoint claims", () => {
    @loginRequired
    class Loose extends View {
      @audited()
      run() {}
    }
    expect(() => describeView(Loose)).toThrow(
      "Loose.run has a guard or protection but no endpoint",
    );
  });

  it("describes every door of a class", () => {
    const { endpoints, loginRequired: login, member } = describeView(ShelfKeepView);
    expect(login).toBe(true);
    expect(member?.otherwise).toBe("/shelf/");
    expect(endpoints.map(({ kind, method }) => `${kind} ${method}`)).toEqual([
      "page mount",
      "event remove",
      "event add",
      "event clear",
      "event break_down",
    ]);
  });
});

describe("requirements", () => {
  const holds = (...held: string[]) => ({ hasPerm: (name: string) => held.includes(name) }).hasPerm;
  const either = anyOf("shelf.add_shelf", "shelf.change_shelf");
  const both = allOf("shelf.add_shelf", either);

  it("are met by one of any and by all of all", () => {
    expect(isMet(either, holds("shelf.change_shelf"))).toBe(true);
    expect(isMet(either, holds("shelf.view_shelf"))).toBe(false);
    expect(isMet(both, holds("shelf.add_shelf"))).toBe(true);
    expect(isMet(both, holds("shelf.change_shelf"))).toBe(false);
  });

  it("are never met when empty", () => {
    expect(isMet(anyOf(), () => true)).toBe(false);
    expect(isMet(allOf(), () => true)).toBe(false);
  });

  it("are checked again by the method itself, whoever calls it", () => {
    const view = new ShelfLockView();
    const user = { id: 1, username: "x", isSuperuser: false };
    const visitor = new Visitor(user, ["shelf.change_shelf"]);
    view[CONTEXT] = { visitor } as never;
    expect(() => view.run({ times: 1 })).toThrow(PermissionDenied);
  });
});

describe("a visitor", () => {
  const user = { id: 1, username: "x", isSuperuser: false };

  it("who is a superuser holds every permission; nobody holds none", () => {
    expect(new Visitor({ ...user, isSuperuser: true }).hasPerm("shelf.add_shelf")).toBe(true);
    expect(new Visitor(null, ["shelf.add_shelf"]).hasPerm("shelf.add_shelf")).toBe(false);
    expect(new Visitor(null).passes({ kind: "login" })).toBe(false);
    expect(new Visitor(null).passes({ kind: "public" })).toBe(true);
  });
});
