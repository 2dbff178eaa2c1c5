import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { live, startChromium, watchComplaints } from "./support/chromium.ts";
import { type Site, startSite } from "./support/site.ts";

// Rows and users that a person chooses by name, at the rows of a table and on a live page.

const PERMISSIONS = ["shelf.view_shelf", "shelf.change_shelf", "shelf.add_loan", "shelf.view_loan"];

let site: Site;
let browser: Browser;
let keeper: number;
const shelves: Record<string, number> = {};

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("test/e2e/browser/lending"), startChromium()]);
  keeper = await site.user("keeper", [...PERMISSIONS, "shelf.delete_book"]);
  for (const [name, titles] of [
    ["Left", ["Emma", "Dracula"]],
    ["Right", ["Ulysses"]],
  ] as const) {
    const [shelf] = await site.rows<{ id: number }>(
      "insert into shelf_shelf (name) values ($1) returning id",
      [name],
    );
    shelves[name] = shelf?.id ?? 0;
    await site.rows("insert into shelf_book (shelf_id, title) select $1, unnest($2::text[])", [
      shelves[name],
      titles,
    ]);
  }
});

async function open(path: string, userId = keeper): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  const complaints = watchComplaints(context);
  onTestFinished(async () => {
    await context.close();
    expect(complaints, "the browser complains").toEqual([]);
  });
  await site.logIn(context, userId);
  const page = await context.newPage();
  await page.goto(`${site.project.url}${path}`);
  return page;
}

/** The opened form of a control in a table. */
async function formOf(page: Page, label: string) {
  const control = page.locator("details", { has: page.getByLabel(label, { exact: true }) });
  await control.getByLabel(label, { exact: true }).click();
  return control;
}

it("a user is chosen by name for a row of a table", async () => {
  const page = await open("/shelf/");
  const form = await formOf(page, "Entrust Left");
  await form.getByLabel("To").selectOption("keeper");
  await form.getByRole("button", { name: "Entrust" }).click();
  await page.waitForURL(/\/shelf\/$/);
  const [row] = await site.rows<{ keeper_id: number }>(
    "select keeper_id from shelf_shelf where id = $1",
    [shelves["Left"]],
  );
  expect(row?.keeper_id).toBe(keeper);
});

it("each row of a table offers what hangs on it, and nothing is chosen at first", async () => {
  const page = await open("/shelf/");
  const options = async (label: string) => {
    const form = await formOf(page, label);
    return form.getByLabel("Book").locator("option").allInnerTexts();
  };
  expect(await options("Shred Left")).toEqual(["Choose…", "Dracula", "Emma"]);
  expect(await options("Shred Right")).toEqual(["Choose…", "Ulysses"]);
});

it("a live page lends the book that was chosen", async () => {
  const page = await open(`/desk/${shelves["Right"]}/`);
  await live(page);
  await page.getByLabel("Book").selectOption("Ulysses");
  await page.getByRole("button", { name: "Lend" }).click();
  await page.locator("[id^=loanRows-]", { hasText: "Ulysses" }).waitFor();
  const loans = await site.rows("select id from shelf_loan where shelf_id = $1", [
    shelves["Right"],
  ]);
  expect(loans).toHaveLength(1);
});
