import { expect, test } from "vitest";
import { keptList } from "../../../generators/screens/kept-list.ts";
import type { View } from "../../../schema/project.ts";
import { indexed, view } from "../fixture-project.ts";
import { inOrder, LINE, PRODUCT, shop } from "./shop.ts";

/** How a link from the one view to the other keeps what a list was asked for. */
function kept(from: View, to: View, ...others: View[]): unknown {
  const index = indexed(shop(...new Set([from, to, ...others])));
  const owned = ({ id }: View) => ({ app: index.app("shop"), view: index.view(id) });
  return keptList(owned(from), owned(to));
}

const list = view("shop.list", "list", { model: PRODUCT });
const [create, detail, update, remove] = (["create", "detail", "update", "delete"] as const).map(
  (kind) => view(`shop.${kind}`, kind, { model: PRODUCT }),
) as [View, View, View, View];

test("a link from a list to what one does with its rows leaves it as it is", () => {
  for (const target of [create, detail, update, remove]) expect(kept(list, target)).toBe("leaving");
});

test("a link between pages about a row of the list goes on", () => {
  expect(kept(detail, update, list)).toBe("onward");
  expect(kept(update, remove, list)).toBe("onward");
});

test("a link from such a page to the list returns to it", () => {
  expect(kept(detail, list)).toBe("returning");
});

test("inside an object it is the list inside the same object", () => {
  const [lines, add] = [inOrder("of_order", "list"), inOrder("add", "create")];
  const everywhere = view("shop.lines", "list", { model: LINE });
  expect(kept(lines, add, everywhere)).toBe("leaving");
  expect(kept(everywhere, add, lines)).toBeNull();
});

test("nothing is kept on the way to other rows, to an action and from a page about nothing", () => {
  const lines = view("shop.lines", "list", { model: LINE });
  const pack = view("shop.pack", "action", { model: PRODUCT });
  expect(kept(list, lines)).toBeNull();
  expect(kept(lines, update, list)).toBeNull();
  expect(kept(list, pack)).toBeNull();
  expect(kept(view("shop.start", "page"), update, list)).toBeNull();
  expect(kept(detail, update)).toBeNull();
});
