import type { App, Field, Link, ModelRef, View, ViewKind } from "../../../schema/project.ts";
import { app, field, indexed, model, view } from "../fixture-project.ts";

/** A shop whose orders have lines: products are named by a text, orders by nobody's. */

export const PRODUCT: ModelRef = { label: "shop", model: "Product" };
export const ORDER: ModelRef = { label: "shop", model: "Order" };
export const LINE: ModelRef = { label: "shop", model: "OrderLine" };

export function reference(name: string, to: ModelRef, options: Partial<Field> = {}): Field {
  return field(name, "reference", { to, onDelete: "cascade", ...options });
}

export const products = model("shop", "Product", [
  field("price", "decimal"),
  field("name", "string", { verboseName: "Called" }),
]);
export const orders = model("shop", "Order", [
  field("number", "integer"),
  field("buyer", "user"),
  reference("gift", PRODUCT, { null: true, onDelete: "set_null" }),
]);
export const lines = model("shop", "OrderLine", [
  reference("order", ORDER),
  reference("product", PRODUCT),
  field("note", "text"),
]);

export function shop(...views: View[]): App {
  return app("shop", [products, orders, lines], views);
}

/** A view of the shop's lines inside one order. */
export function inOrder(name: string, kind: ViewKind, links: Link[] = []): View {
  const ending = kind === "list" ? "" : kind === "create" ? "create/" : `<int:pk>/${kind}/`;
  return view(`shop.${name}`, kind, {
    model: LINE,
    path: `/shop/order/<int:order_id>/lines/${ending}`,
    object: { model: ORDER, key: "order_id" },
    scopeField: "order",
    links,
  });
}

const pages = indexed(shop(view("shop.hello", "page")));

/** A page that is about nothing. */
export const anyPage = pages.view("shop.hello");
