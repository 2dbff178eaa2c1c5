import { existsSync } from "node:fs";

/** Where systems put the browser that the pages are looked at in. */
const WELL_KNOWN = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/** The Chromium or Chrome of this machine, or what CHROME_PATH says; null when there is none. */
export function chromiumPath(): string | null {
  const chosen = process.env["CHROME_PATH"];
  return (chosen ? [chosen] : WELL_KNOWN).find((path) => existsSync(path)) ?? null;
}
