// Code handed to `page.evaluate` runs in the browser.
/// <reference lib="dom" />
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startChromium, watchComplaints } from "./support/chromium.ts";
import { type Site, startSite } from "./support/site.ts";

// The menu of a project with twenty apps, for who may open all of them, some, and one.

const SIZES = [
  { width: 1280, height: 800 },
  { width: 768, height: 1024 },
  { width: 320, height: 640 },
];

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let director: number;
let bookkeeper: number;
let driver: number;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("test/e2e/browser/menu"), startChromium()]);
  director = await site.user("director");
  await site.rows("update auth_user set is_superuser = true where id = $1", [director]);
  bookkeeper = await site.user("bookkeeper", [
    "account.view_account",
    "account_entry.view_entry",
    "ledger.view_ledger",
  ]);
  driver = await site.user("driver", ["fleet.view_fleet"]);
});

beforeEach(async () => {
  context = await browser.newContext();
  complaints = watchComplaints(context);
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  expect(complaints, "the browser complains").toEqual([]);
});

const nav = () => page.getByRole("navigation", { name: "Main" });

async function open(user: number, path: string): Promise<void> {
  await site.logIn(context, user);
  await page.goto(`${site.project.url}${path}`);
}

it.each(SIZES)("all 21 entries can be reached at $width pixels", async (size) => {
  await page.setViewportSize(size);
  await open(director, "/journal/");
  expect(await nav().getByRole("link").count(), "closed: nothing stands in the way").toBe(0);
  await nav().locator("summary").click();
  const links = nav().getByRole("link");
  expect(await links.count()).toBe(21);
  expect(new Set(await links.allTextContents()).size, "no two entries read the same").toBe(21);
  const outside = await page.evaluate(() =>
    [...document.querySelectorAll("nav a")]
      .map((link) => link.getBoundingClientRect())
      .filter(({ left, right }) => left < 0 || right > document.documentElement.clientWidth),
  );
  expect(outside, "cut off at a side").toEqual([]);
  await links.last().click();
  await page.getByRole("heading", { level: 1, name: "Repairs" }).waitFor();
});

it("says where one is, and opens and closes by the keyboard", async () => {
  await open(director, "/account/entry/");
  const summary = nav().locator("summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  expect(await nav().locator("[aria-current=page]").allTextContents()).toEqual(["Entries"]);
  expect(await nav().locator("p[aria-current=true]").allTextContents()).toEqual(["Account"]);
  await summary.focus();
  await page.keyboard.press("Enter");
  expect(await nav().getByRole("link").count()).toBe(0);
});

it("is one line for who may open few pages", async () => {
  await open(bookkeeper, "/ledger/");
  await nav().locator("summary", { hasText: "Account" }).click();
  expect(await nav().getByRole("link").allTextContents()).toEqual([
    "Accounts",
    "Entries",
    "Ledgers",
  ]);
});

it("holds one link for who may open one page", async () => {
  await open(driver, "/fleet/");
  expect(await nav().getByRole("link").allTextContents()).toEqual(["Fleets"]);
  expect(await nav().locator("summary").count()).toBe(0);
});
