// Code handed to `page.evaluate` runs in the browser.
/// <reference lib="dom" />
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startChromium } from "./support/chromium.ts";
import { type Site, startSite } from "./support/site.ts";

// A list of many rows, on a desk and on a telephone. None of it needs a script.

const WIDTHS = { desk: 1200, telephone: 390 };

/** Where to keep pictures of the pages, to be looked at by a person. */
const pictures = process.env["SPIRE_PICTURES"];

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let clerk: number;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("test/e2e/browser/list"), startChromium()]);
  const can = ["view", "add", "change", "delete"].map((action) => `issue.${action}_issue`);
  clerk = await site.user("clerk", [...can, "issue.view_area"]);
  const author = await site.user("ada");
  await site.user("stranger");
  await site.rows("insert into issue_area (name) values ('Cellar'), ('Yard'), ('Empty')");
  await site.rows(
    `insert into issue_issue (title, body, area_id, author_id, state, is_urgent, reported_on)
     select 'Issue ' || n, 'A 100% broken thing', case when n % 3 = 0 then 1 when n % 3 = 1 then 2 end,
       $1, (array['open', 'in_review', 'closed'])[n % 3 + 1], n % 10 = 0, date '2026-01-01' + n
     from generate_series(1, 130) as n`,
    [author],
  );
});

beforeEach(async () => {
  context = await browser.newContext({ javaScriptEnabled: false });
  await site.logIn(context, clerk);
  page = await context.newPage();
});
afterEach(() => context.close());

const open = (query = "") => page.goto(`${site.project.url}/issue/${query}`);
const titles = () => page.locator("tbody td:first-child").allTextContents();
const count = () => page.locator(".pagination p").first().textContent();

it("says how many rows there are, and leads to the last page of them", async () => {
  await open();
  expect(await count()).toBe("1–50 of 130");
  await page.getByRole("link", { name: "Last", exact: true }).click();
  expect(await count()).toBe("101–130 of 130");
  expect(await page.getByText("Page 3 of 3").count()).toBe(1);
  await page.getByRole("link", { name: "25", exact: true }).click();
  expect(await count()).toBe("1–25 of 130");
});

it("is searched, filtered and ordered, and stays so through an edit, Cancel and a deletion", async () => {
  await open();
  await page.getByLabel("Search").fill("100% broken");
  await page.getByLabel("State").selectOption("In review");
  await page.getByLabel("Is urgent").selectOption("Yes");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  expect(await titles()).toEqual(["Issue 130", "Issue 100", "Issue 70", "Issue 40", "Issue 10"]);
  await page.getByRole("link", { name: "Reported on" }).click();
  const narrowed = new URL(page.url()).search;
  expect(await titles()).toEqual(["Issue 10", "Issue 40", "Issue 70", "Issue 100", "Issue 130"]);
  expect(await page.locator("th[aria-sort]").getAttribute("aria-sort")).toBe("ascending");

  await page.getByRole("link", { name: "Details Issue 40" }).click();
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("link", { name: "Cancel" }).click();
  expect(new URL(page.url()).search).toBe(narrowed);

  await page.getByRole("link", { name: "Edit Issue 40" }).click();
  await page.getByLabel("State").selectOption("Closed");
  await page.getByRole("button", { name: "Save" }).click();
  expect(new URL(page.url()).search).toBe(narrowed);
  expect(await titles()).toEqual(["Issue 10", "Issue 70", "Issue 100", "Issue 130"]);

  await page.getByRole("link", { name: "Details Issue 70" }).click();
  await page.getByRole("link", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete" }).click();
  expect(new URL(page.url()).search).toBe(narrowed);
  expect(await titles()).toEqual(["Issue 10", "Issue 100", "Issue 130"]);

  await page.getByRole("link", { name: "Show all" }).click();
  expect(await count()).toBe("1–50 of 129");
});

it("offers only what its rows refer to, and says when nothing is like that", async () => {
  await open();
  expect(await page.getByLabel("Author").locator("option").allTextContents()).toEqual([
    "Any",
    "ada",
  ]);
  expect(await page.getByLabel("Area").locator("option").allTextContents()).toEqual([
    "Any",
    "Cellar",
    "Yard",
    "None",
  ]);
  await page.getByLabel("Reported on from").fill("2027-01-01");
  await page.getByRole("button", { name: "Show", exact: true }).click();
  expect(await page.getByText("No row is like that.").count()).toBe(1);
});

describe.each(Object.entries(WIDTHS))("on a %s", (device, width) => {
  it.each(["", "?_search=broken&state=open&_sort=title&_page=2&_size=25"])(
    "everything of it can be seen and reached: /issue/%s",
    async (query) => {
      await page.setViewportSize({ width, height: 900 });
      await open(query);
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        const name = `list-${device}${query === "" ? "" : "-narrowed"}.png`;
        await page.screenshot({ path: join(pictures, name), fullPage: true });
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const links = page.locator("thead a");
      expect(await links.count()).toBe(6);
      for (const link of await links.all()) {
        const box = await link.boundingBox();
        expect(box?.width, "a head can be pressed").toBeGreaterThan(20);
        expect((box?.x ?? width) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      }
      const wide = page.locator(
        "main, .filter, .filter :is(input:not([type=hidden]), select), .pagination",
      );
      for (const each of await wide.all()) {
        const box = await each.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width);
      }
    },
  );
});
