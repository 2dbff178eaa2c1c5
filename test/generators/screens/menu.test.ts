import { describe, expect, test } from "vitest";
import { menuOf } from "../../../generators/screens/menu.ts";
import type { App, View } from "../../../schema/project.ts";
import { app, field, indexed, model, view } from "../fixture-project.ts";
import { inOrder, ORDER, PRODUCT, shop } from "./shop.ts";
import { readable } from "./readable.ts";

const menu = (...views: View[]) => readable(menuOf(indexed(shop(...views))));

/** What stands in the menu, each with its group. */
function entries(...apps: App[]): string[] {
  return menuOf(indexed(...apps)).map(({ group, label }) =>
    group === null ? String(readable(label)) : `${group}: ${String(readable(label))}`,
  );
}

/** An app whose orders have a list, besides pages of these names. */
function sales(label: string, ...names: string[]): App {
  const ref = { label, model: "Order" };
  const views = names.map((name) =>
    name.endsWith("list")
      ? view(`${label}.${name}`, "list", { model: ref, path: `/${label}/${name}/` })
      : view(`${label}.${name}`, "page"),
  );
  return app(label, [model(label, "Order", [field("name", "string")])], views);
}

describe("the menu", () => {
  test("names the pages that open without a row, in the project's order", () => {
    const start = view("shop.start", "page");
    const list = view("shop.list", "list", { model: PRODUCT });
    const lobby = view("shop.lobby", "live");
    expect(menu(start, list, lobby)).toEqual([
      { app: "shop", view: "shop.start", label: "Start", group: null },
      { app: "shop", view: "shop.list", label: "Products", group: null },
      { app: "shop", view: "shop.lobby", label: "Lobby", group: null },
    ]);
  });

  test("leaves out forms, actions and pages about one row", () => {
    const create = view("shop.create", "create", { model: PRODUCT });
    const action = view("shop.pack", "action", { path: "/shop/pack/" });
    const room = view("shop.room", "live", {
      path: "/shop/<int:order_id>/",
      object: { model: ORDER, key: "order_id" },
    });
    const detail = view("shop.detail", "detail", { model: PRODUCT });
    expect(menu(create, action, room, detail, inOrder("of_order", "list"))).toEqual([]);
  });

  test("is one line as long as it is short", () => {
    expect(entries(sales("shop", "list", "sell_list"), sales("store", "internal_list"))).toEqual([
      "Orders",
      "Sell list",
      "Internal list",
    ]);
  });

  test("groups many pages by their top-level app, with those of its sub-apps", () => {
    const nested = { ...sales("shop_return", "list", "lost"), path: ["shop", "return"] };
    const alone = sales("store", "list");
    const many = sales("help_desk", "list", "start", "rules", "faq");
    expect(entries(sales("shop", "list", "sell_list"), nested, alone, many)).toEqual([
      "Shop: Orders (Shop)",
      "Shop: Sell list",
      "Shop: Orders (Return)",
      "Shop: Lost",
      "Orders",
      "Help desk: Orders",
      "Help desk: Start",
      "Help desk: Rules",
      "Help desk: Faq",
    ]);
  });

  test("tells pages apart that would read the same", () => {
    expect(entries(sales("shop", "list"), sales("store", "list"))).toEqual([
      "Orders (Shop)",
      "Orders (Store)",
    ]);
    expect(entries(sales("shop", "list", "orders"))).toEqual([
      "Orders (Shop, List)",
      "Orders (Shop, Orders)",
    ]);
  });

  test("calls two lists by their own names when their rows are called the same", () => {
    const twins = ["A", "B"].map((name) => ({
      ...model("shop", name, [field("name", "string")]),
      verboseName: "thing",
    }));
    const lists = [
      view("shop.list", "list", { model: { label: "shop", model: "A" } }),
      view("shop.list_b", "list", { model: { label: "shop", model: "B" }, path: "/b/" }),
    ];
    expect(entries(app("shop", twins, lists))).toEqual(["Things", "List b"]);
  });

  test("gives a page that is alone in its app no name of a group", () => {
    const many = sales("shop", "list", "a", "b", "c", "d", "e", "f");
    expect(entries(many, sales("store", "shop")).at(-1)).toBe("Shop (Store)");
  });
});
