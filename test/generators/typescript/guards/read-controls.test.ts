import { describe, expect, test } from "vitest";
import { guardChanges } from "../../../../generators/merge/guards.ts";
import { readSource } from "../../../../generators/typescript/guards/read-source.ts";

/** The file of a page that returns this, with what stands before its `return`. */
function page(markup: string, before = ""): string {
  return `import { shopUrls } from "../urls.ts";
export function OrderListPage({ rows, memberOf, ...page }: Props) {
  const { perms, user } = page;
  ${before}
  return (<Layout title="Orders" page={page}>${markup}</Layout>);
}
`;
}

function guardsIn(text: string) {
  const source = readSource("src/apps/shop/templates/list.tsx", text);
  expect(source?.errors).toEqual([]);
  if (!source) throw new Error("not read");
  return source.guards;
}

const conditionsOf = (control: string, text: string) => guardsIn(text).controls.get(control);

describe("the reader finds the condition of a control", () => {
  test.each([
    ["a link", `{perms.shop.edit && <a href={shopUrls.edit(row.id)}>Edit</a>}`],
    ["a prop of a component", `{perms.shop.edit && <EditLink to={shopUrls.edit(row.id)} />}`],
    [
      "a button of the project, in its head",
      `<PageHead title="x">{perms.shop.edit && <PostButton page={page} action={shopUrls.edit(1)}>Edit</PostButton>}</PageHead>`,
    ],
    [
      "what a table renders for each row",
      `<DataTable rows={rows} columns={[]} actions={(row) => (<>{perms.shop.edit && <a href={shopUrls.edit(row.id)}>Edit</a>}</>)} />`,
    ],
    [
      "the cell of a column",
      `<DataTable rows={rows} columns={[{ title: "x", cell: (row) => perms.shop.edit && <a href={shopUrls.edit(row.id)}>{row.name}</a> }]} />`,
    ],
    [
      "a table that stands behind it as a whole",
      `{perms.shop.edit && <DataTable rows={rows} actions={(row) => <a href={shopUrls.edit(row.id)}>Edit</a>} />}`,
    ],
    [
      "an address with more behind it",
      "{perms.shop.edit && <a href={`${shopUrls.edit(1)}?next=2`}>Edit</a>}",
    ],
    [
      "an address that is handed on",
      `{perms.shop.edit && <EditLink to={shopUrls.edit} row={row} />}`,
    ],
    [
      "attributes that are spread",
      `{perms.shop.edit && <a {...{ href: shopUrls.edit(1) }}>Edit</a>}`,
    ],
  ])("%s", (_, markup) => {
    expect(conditionsOf("shopUrls.edit", page(markup))).toEqual(["perms.shop.edit"]);
  });

  test.each([
    [
      "of an element",
      `<button data-event="ring" hx-vals={eventValues(page, "ring")}>Ring</button>`,
    ],
    ["of a component", `<EventButton page={page} event="ring">Ring</EventButton>`],
    [
      "of a form",
      `<EventForm page={page} event={"ring"} words="Ring"><input name="x" /></EventForm>`,
    ],
    ["that is named by its values alone", `<b hx-ws-send hx-vals={eventValues(page, "ring")} />`],
  ])("an event %s", (_, element) => {
    const found = conditionsOf("event ring", page(`{perms.shop.ring && ${element}}`));
    expect(new Set(found)).toEqual(new Set(["perms.shop.ring"]));
    expect(new Set(conditionsOf("event ring", page(element)))).toEqual(new Set([""]));
  });

  test("an event whose name is worked out, by its code", () => {
    const text = page(`{user && <EventButton page={page} event={names[0]}>Ring</EventButton>}`);
    expect(conditionsOf("event {names[0]}", text)).toEqual(["user"]);
  });

  test("every condition around it, from the outside in", () => {
    const text = page(
      `{user && <Section title="x"><DataTable rows={rows} actions={(row) => memberOf.room.has(row.id) && <a href={shopUrls.room(row.id)}>Room</a>} /></Section>}`,
    );
    expect(conditionsOf("shopUrls.room", text)).toEqual(["user && memberOf.room.has(row.id)"]);
  });

  test("the paths by another name", () => {
    const link = (urls: string) => `{perms.shop.edit && <a href={${urls}.edit(1)}>Edit</a>}`;
    const renamed = page(link("u")).replace("{ shopUrls }", "{ shopUrls as u }");
    const whole = page(link("all.shopUrls")).replace("{ shopUrls }", "* as all");
    for (const text of [renamed, whole, page(link("u"), "const u = shopUrls;")]) {
      expect(conditionsOf("shopUrls.edit", text)).toEqual(["perms.shop.edit"]);
    }
    const literal = page(`{perms.shop.edit && <a href={shopUrls["edit"](1)}>Edit</a>}`);
    expect(conditionsOf("shopUrls.edit", literal)).toEqual(["perms.shop.edit"]);
  });
});

describe("the reader takes a control for unguarded", () => {
  test.each([
    ["its condition is a prop", `<EditLink show={perms.shop.edit} to={shopUrls.edit(1)} />`],
    [
      "its condition chooses the address alone",
      `<a href={perms.shop.edit && shopUrls.edit(1)}>Edit</a>`,
    ],
    [
      "the condition is a component's",
      `<Can perm="shop.edit"><a href={shopUrls.edit(1)}>Edit</a></Can>`,
    ],
    [
      "the condition stands beside it",
      `{perms.shop.edit && <b>Edit</b>}<a href={shopUrls.edit(1)}>Edit</a>`,
    ],
    [
      "it stands where the condition fails",
      `{perms.shop.edit || <a href={shopUrls.edit(1)}>Edit</a>}`,
    ],
    [
      "a list of data says who may",
      `<Menu items={[{ href: shopUrls.edit(1), show: perms.shop.edit }]} />`,
    ],
    [
      "a render function is given its own permissions",
      `<DataTable rows={rows} actions={(row, perms) => perms.shop.edit && <a href={shopUrls.edit(1)}>Edit</a>} />`,
    ],
    [
      "a render function takes them out of its row",
      `{rows.map(({ perms }) => perms.shop.edit && <a href={shopUrls.edit(1)}>Edit</a>)}`,
    ],
    [
      "its page is another",
      `{rows.map((page) => { const { perms } = page; return perms.shop.edit && <a href={shopUrls.edit(1)}>Edit</a>; })}`,
    ],
  ])("when %s", (_, markup) => {
    expect(conditionsOf("shopUrls.edit", page(markup))).toEqual([""]);
  });

  test.each([
    [
      "its element is made elsewhere",
      "{perms.shop.edit && link}",
      "const link = <a href={shopUrls.edit(1)}>Edit</a>;",
    ],
    [
      "its address is",
      "{perms.shop.edit && <a href={to}>Edit</a>}",
      "const to = shopUrls.edit(1);",
    ],
    [
      "its address is taken out of the others",
      "{perms.shop.edit && <a href={edit(1)}>Edit</a>}",
      "const { edit } = shopUrls;",
    ],
  ])("when %s", (_, markup, before) => {
    expect(conditionsOf("shopUrls.edit", page(markup, before))).toEqual([""]);
  });

  test("when the page's permissions are others inside it", () => {
    const text = page(`{perms.shop.edit && <a href={shopUrls.edit(1)}>Edit</a>}`).replace(
      "const { perms, user } = page;",
      "const perms = { shop: { edit: true } };",
    );
    expect(conditionsOf("shopUrls.edit", text)).toEqual([""]);
  });
});

test.each([
  [
    "elsewhere",
    `{user && <a href={shopUrls.edit(1)}>Edit</a>}{all.map((user) => <b>{user.name}</b>)}`,
  ],
  [
    "of which nothing is asked",
    `{all.map((page) => user && <a href={shopUrls.edit(page)}>Edit</a>)}`,
  ],
])("a name that is bound again, %s, changes no condition", (_, markup) => {
  expect(conditionsOf("shopUrls.edit", page(markup))).toEqual(["user"]);
});

test("a control that was handed to a component without its condition is a conflict", () => {
  const generated = guardsIn(
    page(
      `{perms.shop.edit && <PostButton page={page} action={shopUrls.edit(1)}>Edit</PostButton>}`,
    ),
  );
  const merged = guardsIn(
    page(`<MayEdit allowed={perms.shop.edit} action={shopUrls.edit(1)}>Edit</MayEdit>`),
  );
  expect(guardChanges(merged, { base: generated, ours: merged, theirs: generated })).toEqual([
    "the control shopUrls.edit must stand behind perms.shop.edit, and would stand behind no guard",
  ]);
});
