import { describe, expect, test } from "vitest";
import { untestableConditions } from "../../../../generators/typescript/guards/untestable-conditions.ts";

/** A page that returns this, with what stands before its `return`. */
function page(markup: string, before = ""): string {
  return `import { shopUrls } from "../urls.ts";
export function OrderListPage({ rows, ...page }: Props) {
  const { perms, user } = page;
  ${before}
  return (<Layout title="Orders" page={page}>${markup}</Layout>);
}
`;
}

/** A view with this body. */
function view(body: string, imports = ""): string {
  return `${imports}
export class OrderListView extends View {
  @get(shopUrls.list)
  async show() {
    ${body}
  }
}
`;
}

const inTemplate = (text: string) =>
  untestableConditions("src/apps/shop/templates/list.tsx", text).map(({ code }) => code);
const inView = (text: string) =>
  untestableConditions("src/apps/shop/views/list.ts", text).map(({ code }) => code);

const EDIT = "<a href={shopUrls.edit(row.id)}>Edit</a>";

describe("the visitors can judge", () => {
  test.each([
    ["a control behind a permission", `{perms.shop.edit && ${EDIT}}`],
    [
      "a control behind many of them",
      `{((perms.shop.edit && perms.shop.view) || perms.shop.lock) && ${EDIT}}`,
    ],
    [
      "a control behind a permission and something else",
      `{rows.length > 0 && perms.shop.edit && ${EDIT}}`,
    ],
    [
      "a control, and a text for everybody else",
      `{perms.shop.edit ? ${EDIT} : <span class="muted">Edit</span>}`,
    ],
    ["a control, or nothing", `{perms.shop.edit ? ${EDIT} : null}`],
    ["a text for those who lack it", `{!perms.shop.edit && <p>Ask your manager.</p>}`],
    ["another look for those who lack it", `<p class={perms.shop.edit ? "on" : "off"}>Edit</p>`],
    ["another word for those who lack it", `<p>{perms.shop.edit ? "Edit" : "Look at"}</p>`],
    ["a permission that is turned around twice", `{!!perms.shop.edit && ${EDIT}}`],
    [
      "what is turned around as a whole, twice",
      `{!(!perms.shop.edit || !perms.shop.view) && ${EDIT}}`,
    ],
    ["nothing for those who lack it", `{!perms.shop.edit ? null : ${EDIT}}`],
    ["a control at the rows on which its door is open", `{openRows.edit.has(row.id) && ${EDIT}}`],
    [
      "a permission in place of what it decides",
      `{(perms.shop.edit ? perms.shop.view : false) && ${EDIT}}`,
    ],
    [
      "what a component renders",
      `<DataTable actions={(row) => <>{perms.shop.edit && ${EDIT}}</>} />`,
    ],
    ["permissions that a component gets under their name", `<Buttons perms={perms} />`],
    ["a page that a component gets", `<Buttons page={page} {...page} />`],
    [
      "entries of a menu",
      `{entries.filter(({ guard }) => visitor.passes(guard)).map((each) => <a href={each.href} />)}`,
    ],
  ])("%s", (_what, markup) => {
    expect(inTemplate(page(markup))).toEqual([]);
  });

  test.each([
    [
      "an answer with a name",
      "const mayEdit = perms.shop.edit && perms.shop.view;",
      `{mayEdit && ${EDIT}}`,
    ],
    [
      "one that is turned around and back",
      "const isReader = !perms.shop.edit;",
      `{!isReader && ${EDIT}}`,
    ],
    [
      "one that hangs on another",
      "const mayEdit = perms.shop.edit; const maySell = mayEdit || perms.shop.sell;",
      `{maySell && ${EDIT}}`,
    ],
    ["a page that sends others away", "if (!perms.shop.edit) return null;", EDIT],
  ])("%s", (_what, before, markup) => {
    expect(inTemplate(page(markup, before))).toEqual([]);
  });

  test.each([
    ["a refusal", `if (!this.visitor.hasPerm(ShopPermission.Edit)) return this.refuse("No.");`],
    [
      "a way out",
      `if (!this.visitor.meets(allOf(A, B))) { return this.redirect(shopUrls.list()); }`,
    ],
    [
      "rows or none",
      `const rows = this.visitor.hasPerm(A) ? await this.db.select().from(Order) : [];`,
    ],
    ["where it leads", `return this.redirect(this.visitor.hasPerm(A) ? shopUrls.list() : "/");`],
    ["more for who may", `if (this.visitor.hasPerm(A)) rows.push(...(await secrets()));`],
  ])("in a view %s", (_what, body) => {
    expect(inView(view(body))).toEqual([]);
  });

  test("in a view labels that the runtime shows to those who may", () => {
    const body = "return visible(Order.name, this.visitor.hasPerm(A));";
    expect(inView(view(body, `import { visible } from "#rows/rows";`))).toEqual([]);
    const offering = "return offersOf(this.db, this.visitor.hasPerm(A), { to: activeUsers() });";
    expect(inView(view(offering, `import { offersOf } from "#forms/pickers";`))).toEqual([]);
  });
});

describe("no visitor can judge", () => {
  test.each([
    ["a control for those who lack it", `{!perms.shop.edit && ${EDIT}}`, "!perms.shop.edit"],
    ["a control in place of nothing", `{perms.shop.edit ? null : ${EDIT}}`, ""],
    [
      "another control for those who lack it",
      `{perms.shop.edit ? ${EDIT} : <a href={shopUrls.show(row.id)}>Show</a>}`,
      "",
    ],
    [
      "a component for those who lack it",
      `{perms.shop.edit ? ${EDIT} : <ShowLink row={row} />}`,
      "",
    ],
    ["a control by what it must not have", `{perms.shop.edit || ${EDIT}}`, ""],
    [
      "one of two and not both",
      `{perms.shop.edit !== perms.shop.view && ${EDIT}}`,
      "perms.shop.edit !== perms.shop.view",
    ],
    ["a comparison", `{perms.shop.edit === false && ${EDIT}}`, "perms.shop.edit === false"],
    [
      "one that another decides about",
      `{(perms.shop.edit ? perms.shop.view : perms.shop.lock) && ${EDIT}}`,
      "",
    ],
    ["false for those who have it", `{(perms.shop.edit ? false : true) && ${EDIT}}`, ""],
    ["a permission that is worked out", `{perms.shop[name] && ${EDIT}}`, ""],
    ["the permissions of an app", `{Object.values(perms.shop).some(Boolean) && ${EDIT}}`, ""],
    ["an answer that a component gets", `<Buttons canEdit={perms.shop.edit} />`, ""],
    ["a state of a button", `<button disabled={!perms.shop.edit}>Edit</button>`, ""],
    ["words that decide", `{(perms.shop.edit ? "edit" : "look") === "look" && ${EDIT}}`, ""],
    [
      "another place for those who lack it",
      `<a href={perms.shop.edit ? "/edit/" : "/look/"}>Go</a>`,
      "",
    ],
    [
      "a control at all other rows",
      `{!openRows.edit.has(row.id) && ${EDIT}}`,
      "openRows.edit.has(row.id)",
    ],
    ["a row that a function gets", `{mayDo(openRows.edit.has(row.id)) && ${EDIT}}`, ""],
    ["an answer that a function gets", `{mayDo(perms.shop.edit) && ${EDIT}}`, ""],
    ["a page's permissions in brackets", `{!page["perms"].shop.edit && ${EDIT}}`, ""],
    ["permissions that a function gets", `{mayDo(perms) && ${EDIT}}`, ""],
  ])("%s", (_what, markup, code) => {
    const found = inTemplate(page(markup));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(code);
  });

  test.each([
    ["an answer with a name", "const isReader = !perms.shop.edit;", `{isReader && ${EDIT}}`],
    [
      "words with a name",
      `const mode = perms.shop.edit ? "edit" : "look";`,
      `{mode === "look" && ${EDIT}}`,
    ],
    [
      "a name that an answer changes",
      "let shown = true; if (perms.shop.edit) shown = false;",
      `{shown && ${EDIT}}`,
    ],
    [
      "the same in one expression",
      "let shown = true; perms.shop.edit && (shown = false);",
      `{shown && ${EDIT}}`,
    ],
    [
      "what is given to those who lack it",
      "let shown = false; if (!perms.shop.edit) shown = true;",
      `{shown && ${EDIT}}`,
    ],
    [
      "one name for an answer and its opposite",
      "const Row = () => { const may = !perms.shop.edit; return may; }; const may = perms.shop.view;",
      `{may && ${EDIT}}`,
    ],
    ["a name that may change", "let mayEdit = perms.shop.edit;", `{mayEdit && ${EDIT}}`],
    ["a page that sends away who has it", "if (perms.shop.edit) return null;", EDIT],
    ["a page that is another for others", `if (!perms.shop.edit) return ${EDIT};`, ""],
    [
      "permissions under another name",
      "const { perms: mine } = page;",
      `{!mine.shop.edit && ${EDIT}}`,
    ],
    ["permissions of an app under a name", "const { shop } = perms;", `{!shop.edit && ${EDIT}}`],
    ["a function that answers", "const mayEdit = () => perms.shop.edit;", `{mayEdit() && ${EDIT}}`],
  ])("%s", (_what, before, markup) => {
    expect(inTemplate(page(markup, before)).length).toBeGreaterThan(0);
  });

  test.each([
    ["a refusal of who may more", `if (this.visitor.hasPerm(A)) return this.refuse("No.");`],
    [
      "rows for those who lack it",
      `const rows = this.visitor.hasPerm(A) ? [] : await this.db.select().from(Order);`,
    ],
    ["work for those who lack it", `if (!this.visitor.hasPerm(A)) { await this.ship(); }`],
    [
      "a method under a name",
      `const { hasPerm } = this.visitor; if (hasPerm(A)) return this.refuse("No.");`,
    ],
    [
      "labels that a function of one's own shows",
      `return visible(Order.name, this.visitor.hasPerm(A));`,
    ],
  ])("in a view %s", (_what, body) => {
    expect(inView(view(body)).length).toBeGreaterThan(0);
  });
});

test("a place is named by its line, as it stands there", () => {
  const text = page(`{rows.length > 0 &&\n    !perms.shop\n      .edit && ${EDIT}}`);
  expect(untestableConditions("src/apps/shop/templates/list.tsx", text)).toEqual([
    { line: 6, code: "!perms.shop .edit" },
  ]);
});

test("files that are not the application's are not read", () => {
  const text = page(`{!perms.shop.edit && ${EDIT}}`);
  expect(untestableConditions("tests/own.test.tsx", text)).toEqual([]);
  expect(untestableConditions("src/notes.md", text)).toEqual([]);
  expect(untestableConditions("dist/src/list.js", text)).toEqual([]);
});

test("every source of the application is read, in whatever folder and language", () => {
  const text = page(`{!perms.shop.edit && ${EDIT}}`).replaceAll(/: Props/g, "");
  for (const path of ["lib/buttons.tsx", "src/apps/shop/list.jsx"]) {
    expect(untestableConditions(path, text), path).toHaveLength(1);
  }
  const view = "export const f = (v) => v.hasPerm(A) === false;";
  for (const path of ["src/a.mts", "src/a.cjs", "src/a.js"]) {
    expect(untestableConditions(path, view), path).toHaveLength(1);
  }
});
