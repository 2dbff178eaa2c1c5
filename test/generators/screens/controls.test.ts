import { describe, expect, test } from "vitest";
import { eventControl, linkControl, memberTargets } from "../../../generators/screens/controls.ts";
import type { App, Effect, Handler, ModelRef, View } from "../../../schema/project.ts";
import { app, field, handler, indexed, link, model, view } from "../fixture-project.ts";
import { inOrder, LINE, lines, ORDER, PRODUCT, reference, shop } from "./shop.ts";
import { readable } from "./readable.ts";

const guard = { kind: "permission", requirement: "shop.change_product" } as const;
const member = { model: LINE, object: "order", user: "buyer", otherwise: "/" };
const inside = { path: "/shop/<int:order_id>/", object: { model: ORDER, key: "order_id" } };

/** The control of the first view's only link, which stands at a row of the model `here`. */
function control(here: ModelRef | null, ...apps: App[]): unknown {
  const index = indexed(...apps);
  const from = index.apps[0]?.views[0];
  const of = from?.links[0];
  if (from === undefined || of === undefined) throw new Error("the view has no link");
  return readable(linkControl(index, from, of, here));
}

/** The control of a live view's handler. */
function event(
  of: Handler,
  inTable: boolean,
  here: ModelRef | null = null,
  inApp: (...views: View[]) => App = shop,
): unknown {
  const index = indexed(inApp(view("shop.room", "live", { handlers: [of] })));
  const room = index.view("shop.room");
  const [safe] = room.handlers;
  return readable(safe && eventControl(index, room, safe, here, inTable));
}

test("a link opens its target for those who pass the target's guard", () => {
  const of = link("shop.update", { kind: "row" });
  const list = view("shop.list", "list", { model: PRODUCT, links: [of] });
  const update = view("shop.update", "update", { model: PRODUCT, guard });
  expect(control(PRODUCT, shop(list, update))).toEqual({
    words: "Edit",
    action: { kind: "link", app: "shop", view: "shop.update" },
    style: "plain",
    guard,
    row: { from: "here", field: null, nullable: false },
    state: null,
    member: null,
    changes: [],
    params: [],
    otherwise: null,
    kept: "leaving",
  });
});

test("a link to an action posts, and asks for the action's inputs", () => {
  const of = { ...link("shop.pack"), otherwise: "not for you" };
  const pack = view("shop.pack", "action", {
    path: "/shop/pack/",
    params: [{ name: "weight", type: "integer", ...BARE }],
  });
  expect(control(null, shop(view("shop.start", "page", { links: [of] }), pack))).toMatchObject({
    words: "Pack",
    action: { kind: "post", view: "shop.pack" },
    row: null,
    params: [{ label: "Weight", param: { name: "weight" } }],
    otherwise: "not for you",
  });
});

test.each([
  ["create", "primary"],
  ["delete", "danger"],
  ["detail", "plain"],
  ["list", "plain"],
] as const)("a link to a view of kind %s is %s", (kind, style) => {
  const of = link(`shop.${kind}`);
  const target = view(`shop.${kind}`, kind, { model: PRODUCT });
  const start = view("shop.start", "page", { links: [of] });
  expect(control(null, shop(start, target))).toMatchObject({ style });
});

test("a link by a reference leads to the row that it points to, where there is one", () => {
  const of = link("shop.detail", { kind: "reference", field: "gift" });
  const list = view("shop.orders", "list", { model: ORDER, links: [of] });
  const detail = view("shop.detail", "detail", { model: PRODUCT });
  expect(control(ORDER, shop(list, detail))).toMatchObject({
    words: "Product details",
    row: { from: "here", field: "gift", nullable: true },
  });
});

test("a link by the reference to the object around the rows leads to that object", () => {
  const of = link("shop.order", { kind: "reference", field: "order" });
  const order = view("shop.order", "detail", { model: ORDER });
  expect(control(LINE, shop(inOrder("lines", "list", [of]), order))).toMatchObject({
    words: "Order",
    row: { from: "parent", field: null, nullable: false },
  });
});

test("a link to a view behind a member rule is for members of its row, once a page", () => {
  const of = link("shop.room", { kind: "row" });
  const list = view("shop.orders", "list", { model: ORDER, links: [of, link("shop.list")] });
  const room = view("shop.room", "live", { ...inside, member });
  const others = view("shop.list", "list", { model: PRODUCT });
  expect(control(ORDER, shop(list, room, others))).toMatchObject({
    member: { app: "shop", view: "shop.room", member: { otherwise: "/", object: "order" } },
  });
  const index = indexed(shop(list, room, others));
  expect(readable(memberTargets(index, index.view("shop.orders")))).toMatchObject([
    { view: "shop.room" },
  ]);
});

test("a link may lead to another app", () => {
  const of = link("depot.list");
  const depot = app(
    "depot",
    [model("depot", "Shelf", [reference("product", PRODUCT)])],
    [view("depot.list", "list", { model: { label: "depot", model: "Shelf" } })],
  );
  const start = shop(view("shop.start", "page", { links: [of] }));
  expect(control(null, start, depot)).toMatchObject({
    words: "Shelves",
    action: { kind: "link", app: "depot", view: "depot.list" },
  });
});

/** What an input says that says nothing. */
const BARE = { maxLength: null, choices: [], choiceLabels: [], to: null, offer: null };

const remove: Handler = handler("remove_line", {
  guard,
  params: [
    { name: "line_id", type: "integer", ...BARE },
    { name: "why", type: "text", ...BARE },
  ],
  effect: { kind: "delete", model: LINE, key: "line_id", scopeField: "order" },
});

test("an event at a row hands on the row's id and asks for its other inputs", () => {
  expect(event(remove, true)).toEqual({
    words: "Remove line",
    action: { kind: "event", name: "remove_line", key: "line_id" },
    style: "danger",
    guard,
    row: { from: "here", field: null, nullable: false },
    state: null,
    member: null,
    changes: [],
    params: [
      {
        label: "Why",
        param: { name: "why", type: "text", ...BARE },
        choices: [],
        rows: null,
      },
    ],
    otherwise: null,
    kept: null,
  });
});

describe("a control whose effect changes a row that the page shows", () => {
  const packed = model("shop", "Order", [field("status", "choice"), field("is_packed", "boolean")]);
  const packing = (...views: View[]) => app("shop", [packed, lines], views);
  const pack = (effect: Effect) =>
    view("shop.pack", "action", { model: ORDER, path: "/shop/<int:pk>/pack/", effect });
  const toggle: Effect = { kind: "toggle", field: "is_packed" };
  const advance: Effect = { kind: "advance", field: "status" };

  test("says what it will do to a field that it flips", () => {
    const list = view("shop.orders", "list", {
      model: ORDER,
      links: [link("shop.pack", { kind: "row" })],
    });
    expect(control(ORDER, packing(list, pack(toggle)))).toMatchObject({
      words: "Pack",
      state: { of: "toggle", field: "is_packed", whenSet: "Mark as not packed" },
    });
    expect(event(handler("close", { effect: toggle }), false, ORDER, packing)).toMatchObject({
      words: "Mark as packed",
      state: { of: "toggle", whenSet: "Mark as not packed" },
    });
  });

  test("goes by the field that it moves on", () => {
    const list = view("shop.orders", "list", {
      model: ORDER,
      links: [link("shop.pack", { kind: "row" })],
    });
    const state = { of: "advance", model: "Order", field: "status" };
    expect(control(ORDER, packing(list, pack(advance)))).toMatchObject({ words: "Pack", state });
    expect(event(handler("go_on", { effect: advance }), false, ORDER, packing)).toMatchObject({
      state,
    });
  });

  test("does so by the object around the rows, and not by a row that is only referred to", () => {
    const of = link("shop.pack", { kind: "reference", field: "order" });
    expect(control(LINE, packing(inOrder("lines", "list", [of]), pack(toggle)))).toMatchObject({
      row: { from: "parent" },
      state: { of: "toggle" },
    });
    const everywhere = view("shop.lines", "list", { model: LINE, links: [of] });
    expect(control(LINE, packing(everywhere, pack(toggle)))).toMatchObject({
      words: "Pack",
      row: { from: "here", field: "order" },
      state: null,
    });
  });
});

test("an event outside a table asks for all its inputs", () => {
  expect(event(remove, false)).toMatchObject({
    action: { key: null },
    row: null,
    params: [{ label: "Line id" }, { label: "Why" }],
  });
  expect(event(handler("wave"), false)).toMatchObject({
    words: "Wave",
    style: "plain",
    params: [],
  });
});
