import { describe, expect, test } from "vitest";
import { screensOf } from "../../../../generators/screens/screens.ts";
import { viewSpecs } from "../../../../generators/typescript/views/view-files.ts";
import type { App, View } from "../../../../schema/project.ts";
import { handler, indexed, link, view } from "../../fixture-project.ts";
import { inOrder, LINE, ORDER, PRODUCT, shop } from "../../screens/shop.ts";

interface Spec {
  path: string;
  template: string;
  context: {
    props: string | { name: string; type: string }[];
    destructured?: string;
    imports: string;
  };
}

/** The two files of the app's first view: its class, and its page. */
function filesOf(of: App): Spec[] {
  const index = indexed(of);
  const [screens] = screensOf(index).apps;
  if (screens === undefined) throw new Error("the project has no app");
  const path = `/${of.views[0]?.name}.`;
  return (viewSpecs(index, screens.app, screens) as Spec[]).filter((spec) =>
    spec.path.includes(path),
  );
}

const inside = { path: "/shop/<int:order_id>/", object: { model: ORDER, key: "order_id" } };
const member = { model: LINE, object: "order", user: "buyer", otherwise: "/" };
const room = view("shop.room", "live", { ...inside, member, handlers: [handler("ring")] });
const toRoom = [link("shop.room", { kind: "row" })];
const toRoomOfOrder = [link("shop.room", { kind: "reference", field: "order" })];

const PAGES: [string, View][] = [
  ["list", view("shop.orders", "list", { model: ORDER, links: toRoom })],
  ["list inside an object", inOrder("lines", "list", toRoomOfOrder)],
  ["detail", view("shop.order", "detail", { model: ORDER, links: toRoom })],
  ["detail inside an object", inOrder("line", "detail", toRoomOfOrder)],
  ["create", view("shop.create", "create", { model: PRODUCT })],
  ["create inside an object", inOrder("add", "create")],
  ["update", view("shop.update", "update", { model: ORDER, links: toRoom })],
  ["update inside an object", inOrder("edit", "update", toRoomOfOrder)],
  ["delete", view("shop.delete", "delete", { model: PRODUCT })],
  ["delete inside an object", inOrder("drop", "delete", toRoomOfOrder)],
  ["page", view("shop.start", "page")],
  ["page with an object", view("shop.desk", "page", { ...inside, links: toRoom })],
  ["live", view("shop.hall", "live")],
  ["live with an object", { ...room, links: toRoom }],
];

describe.each(PAGES)("a view of kind %s", (_, of) => {
  const [code, page] = filesOf(shop(of, ...(of.name === "room" ? [] : [room])));
  const given = /^\{ ?(.*?) ?\}$/.exec(String(code?.context.props))?.[1] ?? "";
  const declared = page?.context.props;
  if (!Array.isArray(declared)) throw new Error("the page declares no props");
  const names = declared.map(({ name }) => name);

  test("hands its page the props that the page declares, each once", () => {
    const handed = splitAtTop(given).map((prop) => prop.split(":")[0]);
    expect(handed.toSorted()).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(names.length);
  });

  test("has a page that takes out props which it declares", () => {
    const taken = page?.context.destructured?.split(", ") ?? [];
    expect(taken.pop()).toBe("...page");
    expect(names).toEqual(expect.arrayContaining(taken));
  });
});

/** `a, b: f(c, d)` → `a` and `b: f(c, d)`. */
function splitAtTop(code: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const character of code) {
    if ("({[".includes(character)) depth++;
    if (")}]".includes(character)) depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

test("an action has a class and no page", () => {
  const files = filesOf(shop(view("shop.pack", "action", { model: PRODUCT })));
  expect(files.map(({ path }) => path)).toEqual(["src/apps/shop/views/pack.ts"]);
});

test("a page that does not speak of the object around its rows does not take it out", () => {
  const [, silent] = filesOf(shop(inOrder("lines", "list")));
  const [, speaking] = filesOf(shop(inOrder("lines", "list", toRoomOfOrder), room));
  expect(silent?.context.destructured).toBe("rows, list, labels, ...page");
  expect(speaking?.context.destructured).toBe("rows, list, labels, memberOf, object, ...page");
});

test("a live page that shows a model by two references names the tables apart", () => {
  const twice = shop({ ...view("shop.hall", "live", inside) });
  const [product, order, line] = twice.models;
  const more = line && {
    ...line,
    fields: [...line.fields, { ...line.fields[0], name: "other_order" }],
  };
  const models = [product, order, more].filter((model) => model !== undefined);
  const [, page] = filesOf({ ...twice, models } as App);
  expect(page?.context.props).toMatchObject([
    { name: "object" },
    { name: "objectLabels" },
    { name: "orderLineRowsByOrder", type: "models.OrderLineRow[]" },
    { name: "orderLineLabelsByOrder" },
    { name: "orderLineRowsByOtherOrder" },
    { name: "orderLineLabelsByOtherOrder" },
  ]);
});
