// Code handed to `page.evaluate` runs in the browser.
/// <reference lib="dom" />
import { setTimeout as sleep } from "node:timers/promises";
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Locator,
  type Page,
} from "playwright-core";
import { afterAll, expect } from "vitest";
import { chromiumPath } from "../../../support/chromium-path.ts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the machine's Chromium without a window, for the test file; it has an empty profile. */
export async function startChromium(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === null) throw new Error("There is no Chromium: set CHROME_PATH.");
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  afterAll(() => browser.close());
  return browser;
}

/** What a browser complains about: scripts that throw, and what the content security policy stops. */
export function watchComplaints(context: BrowserContext): string[] {
  const complaints: string[] = [];
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("console", (message) => {
    // A page that answers with 403 or 404 is reported too; that is what the test asked for.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  return complaints;
}

/** Waits until the live page's socket has rendered it: from now on its buttons work. */
export async function live(page: Page): Promise<void> {
  await page.locator("#live[data-connected]").waitFor();
}

/** Marks the document, so that `expectSameDocument` can tell a reload from a re-render. */
export async function markDocument(page: Page): Promise<() => Promise<void>> {
  await page.evaluate("document.marked = true");
  return async () => expect(await page.evaluate("document.marked"), "was not reloaded").toBe(true);
}

/**
 * What a hurried hand does: presses where the pointer stands, again after 60 milliseconds, whatever
 * stands there by then.
 */
export async function press(page: Page, control: Locator, times: number): Promise<void> {
  const box = await control.boundingBox();
  if (!box) throw new Error("It cannot be seen.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let time = 0; time < times; time += 1) {
    if (time > 0) await sleep(60);
    await page.mouse.down();
    await page.mouse.up();
  }
}
