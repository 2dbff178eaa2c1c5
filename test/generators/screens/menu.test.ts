import { describe, expect, test } from "vitest";
import { menuOf } from "../../../generators/screens/menu.ts";
import type { View } from "../../../schema/project.ts";
import { indexed, view } from "../fixture-project.ts";
import { inOrder, ORDER, PRODUCT, shop } from "./shop.ts";
import { readable } from "./readable.ts";

describe("the menu", () => {
  const menu = (...views: View[]) => readable(menuOf(indexed(shop(...views))));

  test("names the pages that open without a row, in the project's order", () => {
    const start = view("shop.start", "page");
    const list = view("shop.list", "list", { model: PRODUCT });
    const lobby = view("shop.lobby", "live");
    expect(menu(start, list, lobby)).toEqual([
      { app: "shop", view: "shop.start", label: "Start" },
      { app: "shop", view: "shop.list", label: "Products" },
      { app: "shop", view: "shop.lobby", label: "Lobby" },
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
});
