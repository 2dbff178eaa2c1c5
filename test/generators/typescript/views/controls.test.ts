import { expect, test } from "vitest";
import { screensOf } from "../../../../generators/screens/screens.ts";
import type { Control, Screen } from "../../../../generators/screens/screen.ts";
import { pageScope } from "../../../../generators/typescript/code/scope.ts";
import { controlCode } from "../../../../generators/typescript/views/controls.ts";
import type { Link, View } from "../../../../schema/project.ts";
import { handler, indexed, link, view } from "../../fixture-project.ts";
import { LINE, ORDER, PRODUCT, shop } from "../../screens/shop.ts";

const detail = view("shop.detail", "detail", {
  model: PRODUCT,
  guard: {
    kind: "permission",
    requirement: { any: ["shop.view_product", "shop.change_product"] },
  },
});
const room = view("shop.room", "live", {
  path: "/shop/<int:order_id>/",
  object: { model: ORDER, key: "order_id" },
  member: { model: LINE, object: "order", user: "buyer", otherwise: "/" },
  handlers: [handler("ring")],
});

/** The code of the only control of a view's screen, and the names that its page needs for it. */
function written(of: View, ...others: View[]): { code: string; names: string[] } {
  const index = indexed(shop(of, ...others));
  const screen = screensOf(index).apps[0]?.views[0];
  if (screen === undefined) throw new Error("the app has no view");
  const page = pageScope(index, screen, "src/apps/shop/templates/it.tsx");
  const [control] = controlsOf(screen);
  if (control === undefined) throw new Error("the page has no control");
  const code = controlCode(page, control, { row: "row", rowName: null });
  return { code: code.replace(/\s+/g, " "), names: [...page.names] };
}

function controlsOf(screen: Screen): Control[] {
  if (screen.kind === "action") return [];
  if (screen.kind === "list") return [...screen.links, ...screen.table.controls];
  return screen.kind === "live" ? [...screen.links, ...screen.controls] : screen.links;
}

function orders(of: Link): View {
  return view("shop.orders", "list", { model: ORDER, links: [of] });
}

test("a control stands behind its guard and the reference that it needs", () => {
  const of = link("shop.detail", { kind: "reference", field: "gift" });
  expect(written(orders(of), detail)).toEqual({
    code: '{(perms.shop.view_product || perms.shop.change_product) && row.gift_id !== null && <a class="button" href={shopUrls.detail(row.gift_id)} >Product details</a>}',
    names: ["perms"],
  });
});

test("a control for members asks for the login and the membership", () => {
  const { code, names } = written(orders(link("shop.room", { kind: "row" })), room);
  expect(code).toMatch(/^\{user && memberOf\.room\.has\(row\.id\) && <a /);
  expect(names).toEqual(["user"]);
});

test("a control says what others read in its place", () => {
  const of = { ...link("shop.start"), otherwise: "not <you>" };
  const { code } = written(orders(of), view("shop.start", "page"));
  expect(code).toMatch(/^\{user \? <a .*<\/a> : <span>\{"not <you>"\}<\/span>\}$/);
});

test("a control that everybody may use has no condition", () => {
  const open = view("shop.start", "page", { guard: { kind: "public" } });
  expect(written(orders(link("shop.start")), open)).toEqual({
    code: '<a class="button" href={shopUrls.start()} >Start</a>',
    names: [],
  });
});

test("a control that calls an action is a button of the project's, which gets the page", () => {
  const pack = view("shop.pack", "action", { path: "/shop/pack/" });
  const { code, names } = written(orders(link("shop.pack")), pack);
  expect(code).toBe("{user && <PostButton page={page} action={shopUrls.pack()}>Pack</PostButton>}");
  expect(names).toEqual(["user"]);
});

test("a control that fires an event names it", () => {
  const { code } = written({ ...room, object: null, member: null, path: "/shop/room/" });
  expect(code).toBe('{user && <EventButton page={page} event="ring">Ring</EventButton>}');
});
