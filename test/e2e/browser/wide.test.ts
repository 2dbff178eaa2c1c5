// Code handed to `page.evaluate` runs in the browser.
/// <reference lib="dom" />
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startChromium } from "./support/chromium.ts";
import { type Site, startSite } from "./support/site.ts";

// A table with many columns and controls, on a small laptop.

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let clerk: number;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("test/e2e/browser/wide"), startChromium()]);
  const can = ["view", "add", "change", "delete"].map((action) => `parcel.${action}_parcel`);
  clerk = await site.user("clerk", can);
});

beforeEach(async () => {
  await site.rows("delete from parcel_parcel");
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await site.logIn(context, clerk);
  page = await context.newPage();
});
afterEach(() => context.close());

const parcel = (values: { name: string; contents: string; number: string }) =>
  site.rows(
    `insert into parcel_parcel (name, contents, customs_declaration_number, weight, is_insured)
     values ($1, $2, $3, 12345.5, false)`,
    [values.name, values.contents, values.number],
  );

/** What a person cannot see of the table without scrolling sideways. */
function cutOff(): Promise<string[]> {
  return page.evaluate(() => {
    const frame = document.querySelector(".table-wrap")?.getBoundingClientRect();
    const right = Math.min(frame?.right ?? 0, document.documentElement.clientWidth);
    return [...document.querySelectorAll("td, td :is(a, button), th:not(:last-child)")]
      .filter((each) => each.getBoundingClientRect().right > right + 1)
      .map((each) => each.textContent ?? "");
  });
}

it.each([
  ["short words", { name: "Box", contents: "Screws", number: "C-1" }],
  [
    "long texts",
    { name: "A long name ".repeat(10), contents: "words ".repeat(200), number: "C ".repeat(80) },
  ],
  [
    "words without an end",
    { name: "n".repeat(200), contents: "c".repeat(2000), number: "7".repeat(200) },
  ],
])("nothing of it is cut off at 1280 pixels: %s", async (_what, values) => {
  await parcel(values);
  await page.goto(`${site.project.url}/parcel/`);
  expect(await page.locator("td.actions > *").count()).toBe(5);
  expect(await cutOff()).toEqual([]);
});

it("its buttons say what they will do, and offer no step after the last one", async () => {
  await parcel({ name: "Box", contents: "Screws", number: "C-1" });
  await page.goto(`${site.project.url}/parcel/`);
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await button("Insure Box").waitFor();
  await button("Insure Box").click();
  await button("Mark as not insured Box").waitFor();
  for (const state of ["underway", "delivered"]) {
    await button("Send Box").click();
    await page.getByRole("cell", { name: state }).waitFor();
  }
  expect(await button("Send Box").count()).toBe(0);
});
