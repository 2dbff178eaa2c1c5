import { type ComponentChildren, h } from "preact";
import { renderToString } from "preact-render-to-string";
import { expect, it } from "vitest";
import { DataTable } from "../../templates/typescript/src/components/data-table.tsx";
import { RowLink } from "../../templates/typescript/src/components/row-link.tsx";
import type { List } from "../../templates/typescript/src/lists/address.ts";
import { PageHead } from "../../templates/typescript/src/components/page-head.tsx";
import { EventButton } from "../../templates/typescript/src/controls/event-button.tsx";
import { PostButton } from "../../templates/typescript/src/controls/post-button.tsx";
import type { PageProps } from "../../templates/typescript/src/runtime/page.ts";

const ROWS = [
  { id: 7, name: "Bolt", amount: 3 },
  { id: 9, name: "<Nut>", amount: 4 },
];
const page = {
  csrfToken: "token",
  writeKey: "key",
  seal: (text: string) => `sealed ${text}`,
} as unknown as PageProps;

function table(rows: typeof ROWS, more: { id?: string; actions?: () => ComponentChildren } = {}) {
  return renderToString(
    h(DataTable<(typeof ROWS)[number]>, {
      rows,
      empty: "No parts yet.",
      columns: [
        { title: "Name", cell: (row) => row.name },
        { title: "Amount", style: "num", cell: (row) => row.amount },
      ],
      ...more,
    }),
  );
}

it("a table says the title of a column at its head and at each of its cells", () => {
  const html = table(ROWS);
  expect(html).toContain('<th scope="col">Name</th><th scope="col" class="num">Amount</th></tr>');
  expect(html).toContain(
    '<tr><td data-label="Name">&lt;Nut></td><td data-label="Amount" class="num">4</td></tr>',
  );
});

it("a table without rows says so", () => {
  expect(table([])).toBe('<p class="empty">No parts yet.</p>');
});

it("a table on a live page tells its rows apart, and keeps the place of what one may not do", () => {
  const html = table(ROWS, { id: "parts", actions: () => false });
  expect(html).toContain('<tr id="parts-7">');
  expect(html.match(/<td class="actions"><\/td>/g)).toHaveLength(2);
});

it("a page's head has a place for actions only where the page names some", () => {
  const head = (children?: ComponentChildren) =>
    renderToString(h(PageHead, { title: "Parts" }, children));
  expect(head()).toBe('<div class="page-head"><h1>Parts</h1></div>');
  expect(head(false)).toBe(
    '<div class="page-head"><h1>Parts</h1><div class="actions"></div></div>',
  );
});

it("a button that calls an action carries the page's token, its key and what it saw", () => {
  const props = { page, action: "/lock/", seen: "x", children: "Lock" };
  const html = renderToString(h(PostButton, props));
  expect(html).toContain('<form class="inline" method="post" action="/lock/">');
  expect(html).toContain('name="_csrf" value="token"');
  expect(html).toContain('name="_key" value="key"');
  expect(html).toContain('name="_seen" value="sealed x"');
});

it("a button that fires an event names it, its key and what it saw", () => {
  const props = { page, event: "ring", values: { id: 7 }, seen: "x", children: "Ring" };
  const html = renderToString(h(EventButton, props));
  const values = /hx-vals="([^"]*)"/.exec(html)?.[1]?.replaceAll("&quot;", '"') ?? "";
  expect(html).toContain('data-event="ring" hx-ws-send');
  expect(JSON.parse(values)).toEqual({ event: "ring", id: 7, _key: "key", _seen: "sealed x" });
});

it("the name of a row leads to its page, and that of a hidden one nowhere", () => {
  const link = (children: string) => renderToString(h(RowLink, { href: "/shelf/7/", children }));
  expect(link("<left>")).toBe('<a href="/shelf/7/">&lt;left></a>');
  expect(link("(hidden)")).toBe("(hidden)");
});

it("the head of a column orders a list, and says how it is ordered", () => {
  const list: List = {
    path: "/parts/",
    sort: "-name",
    usualSort: "",
    size: 50,
    page: 2,
    lastPage: 3,
    total: 120,
    search: "bolt",
    filters: {},
    options: {},
  };
  const head = (more: object) => {
    const columns = [{ title: "Name", sort: "name", cell: () => "" }];
    return renderToString(
      h(DataTable<object & { id: number }>, { rows: ROWS, empty: "", columns, ...more }),
    );
  };
  expect(head({ list })).toContain(
    '<th scope="col" aria-sort="descending"><a href="/parts/?_search=bolt&amp;_sort=name">Name</a></th>',
  );
  expect(head({})).toContain('<th scope="col">Name</th>');
  expect(head({ list, rows: [] })).toBe('<p class="empty">No row is like that.</p>');
});
