import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startChromium, watchComplaints } from "./support/chromium.ts";
import { PASSWORD, type Site, startSite } from "./support/site.ts";

// Every kind of page of examples/warehouse, on a desk and on a telephone.

const WIDTHS = { desk: 1200, telephone: 390 };

/** Where to keep pictures of the pages, to be looked at by a person. */
const pictures = process.env["SPIRE_PICTURES"];

const PERMISSIONS = [
  ...["view", "add", "change", "delete"].map((action) => `inventory.${action}_inventory`),
  "inventory.can_lock_inventory",
];

let site: Site;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];
let clerk: number;
let superuser: number;
let shelfId: number;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("examples/warehouse"), startChromium()]);
  clerk = await site.user("clerk", PERMISSIONS);
  superuser = await site.user("root");
  await site.rows("update auth_user set is_superuser = true where id = $1", [superuser]);
  const rows = await site.rows<{ id: number }>(
    `insert into inventory_inventory (name, quantity)
     select name, 5 from unnest($1::text[]) as name returning id`,
    [["Hand truck", "Pallet jack", `A ${"very ".repeat(40)}long name`]],
  );
  shelfId = rows[0]?.id ?? 0;
  await site.rows(
    `insert into auth_audit (username, action, target, params, outcome)
     values ('clerk', 'InventoryLockView.post', '/inventory/1/lock/', '{"why": "broken"}', 'denied')`,
  );
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

interface Visit {
  as: "nobody" | "clerk" | "superuser";
  path: () => string;
  status: number;
  heading: string;
}

const visits: Record<string, Visit> = {
  login: { as: "nobody", path: () => "/login/", status: 200, heading: "Log in" },
  home: { as: "clerk", path: () => "/", status: 200, heading: "warehouse" },
  list: { as: "clerk", path: () => "/inventory/", status: 200, heading: "Inventories" },
  detail: {
    as: "clerk",
    path: () => `/inventory/${shelfId}/`,
    status: 200,
    heading: "Hand truck",
  },
  create: { as: "clerk", path: () => "/inventory/create/", status: 200, heading: "Add inventory" },
  update: {
    as: "clerk",
    path: () => `/inventory/${shelfId}/update/`,
    status: 200,
    heading: "Edit Hand truck",
  },
  delete: {
    as: "clerk",
    path: () => `/inventory/${shelfId}/delete/`,
    status: 200,
    heading: "Delete Hand truck",
  },
  "confirm-password": {
    as: "clerk",
    path: () => "/confirm-password/",
    status: 200,
    heading: "Confirm your password",
  },
  account: { as: "clerk", path: () => "/my-account/", status: 200, heading: "Your account" },
  audit: { as: "superuser", path: () => "/audit/", status: 200, heading: "Audit log" },
  denied: { as: "clerk", path: () => "/company/", status: 403, heading: "Permission denied" },
  "not-found": { as: "clerk", path: () => "/nowhere/", status: 404, heading: "Not found" },
};

describe.each(Object.entries(WIDTHS))("on a %s", (device, width) => {
  it.each(Object.entries(visits))(
    "the page %s is whole, fits the window and pleases the browser",
    async (name, { as, path, status, heading }) => {
      await page.setViewportSize({ width, height: 900 });
      if (as !== "nobody") await site.logIn(context, as === "clerk" ? clerk : superuser);
      const answer = await page.goto(`${site.project.url}${path()}`);
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await page.screenshot({ path: join(pictures, `${name}-${device}.png`), fullPage: true });
      }
      expect(answer?.status()).toBe(status);
      expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe(heading);
      expect(await page.getByRole("main").count()).toBe(1);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, "pixels wider than the window").toBe(0);
    },
  );
});

describe("a person", () => {
  it("adds an entry, and is told what is wrong with it without losing the rest", async () => {
    await site.logIn(context, clerk);
    await page.goto(`${site.project.url}/inventory/`);
    await page.getByRole("link", { name: "Add inventory" }).click();
    await page.getByLabel("Name").fill("Crate");
    await page.getByLabel("Quantity").fill("99999999999");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText(/^Enter a whole number/).waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Crate");
    await page.getByLabel("Quantity").fill("7");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("Crate").first().waitFor();
    const rows = await site.rows("select quantity from inventory_inventory where name = 'Crate'");
    expect(rows).toEqual([{ quantity: 7 }]);
  });

  it("locks an entry, and is told that it is done", async () => {
    await site.logIn(context, clerk);
    await page.goto(`${site.project.url}/inventory/${shelfId}/`);
    await page.getByRole("button", { name: "Lock" }).click();
    await page.getByRole("status").waitFor();
    const rows = await site.rows("select is_locked from inventory_inventory where id = $1", [
      shelfId,
    ]);
    expect(rows).toEqual([{ is_locked: true }]);
  });

  it("is logged out while typing, logs in, and finds what was typed", async () => {
    await site.logIn(context, clerk);
    await page.goto(`${site.project.url}/inventory/create/`);
    await page.getByLabel("Name").fill("Crate “typed” <b>");
    await page.getByLabel("Quantity").fill("7");
    await site.rows("delete from auth_session where user_id = $1", [clerk]);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("your session has ended").waitFor();
    await page.getByLabel("Username").fill("clerk");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByRole("button", { name: "Show the form again" }).click();
    await page.getByText("Nothing was saved yet").waitFor();
    expect(new URL(page.url()).pathname).toBe("/inventory/create/");
    const rows = () => site.rows("select quantity from inventory_inventory where name ~ 'typed'");
    expect(await rows()).toEqual([]);
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("Crate “typed” <b>").first().waitFor();
    expect(await rows()).toEqual([{ quantity: 7 }]);
  });

  it("sends a form whose token is stale, and is shown it again", async () => {
    await site.logIn(context, clerk);
    await page.goto(`${site.project.url}/inventory/create/`);
    await page.getByLabel("Name").fill("Stale crate");
    await context.clearCookies({ name: "csrf" });
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("This page was out of date").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Stale crate");
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByText("Stale crate").first().waitFor();
  });

  it("works without scripts wherever no live page is", async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false });
    await site.logIn(plain, clerk);
    const tab = await plain.newPage();
    await tab.goto(`${site.project.url}/inventory/create/`);
    await tab.getByLabel("Name").fill("Plain crate");
    await tab.getByRole("button", { name: "Add" }).click();
    await tab.getByText("Plain crate").first().waitFor();
    await tab.getByRole("button", { name: "Log out" }).click();
    await tab.waitForURL(/\/login\//);
    await plain.close();
  });
});
