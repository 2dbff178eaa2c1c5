import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { generatedProject } from "../../support/generated-project.ts";
import { buildProject, type RunningProject, startProject } from "../../support/running-project.ts";
import { runCommand } from "../operations/support/workshop.ts";
import { live, press, startChromium, watchComplaints } from "./support/chromium.ts";

// Both examples as `npm run dev` serves them, on the embedded database with its sample rows: hurried
// hands, a slow line, a server that is killed, and somebody who loses a role, with an open page.

const DEVELOPED = { NODE_ENV: "development" };

/** What the browser says of a server that is away. */
const AWAY = /^WebSocket connection|htmx:ws:error: \[object Event\]/;

let browser: Browser;
let dir: string;
let project: RunningProject;

beforeAll(async () => {
  browser = await startChromium();
});

async function deliver(name: "team" | "warehouse"): Promise<void> {
  dir = await generatedProject(name);
  await buildProject(dir);
  project = await startProject(dir, DEVELOPED);
}

/** Kills the server, as a crash would, and returns what starts it again at the same address. */
async function kill(): Promise<() => Promise<void>> {
  await project.stop("SIGKILL");
  const PORT = new URL(project.url).port;
  return async () => {
    project = await startProject(dir, { ...DEVELOPED, PORT });
  };
}

/** What a slow line has not delivered yet, and what lets it. */
function arrivalOf(): { come: Promise<void>; happen: () => void } {
  let happen = () => {};
  const come = new Promise<void>((resolve) => (happen = resolve));
  return { come, happen };
}

/** A window in which one of the demo users has logged in. */
async function open(user: string, path: string): Promise<Page> {
  const context: BrowserContext = await browser.newContext();
  const complaints = watchComplaints(context);
  onTestFinished(async () => {
    await context.close();
    expect(complaints.filter((each) => !AWAY.test(each))).toEqual([]);
  });
  const page = await context.newPage();
  await page.goto(`${project.url}/login/?next=${encodeURIComponent(path)}`);
  await page.getByLabel("Username").fill(user);
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL(`${project.url}${path}`);
  return page;
}

const cell = (page: Page, text: string) => page.getByRole("cell", { name: text, exact: true });

describe("team", () => {
  const remove = (page: Page, member: string) =>
    page.getByRole("button", { name: `Remove member ${member}`, exact: true });
  const rows = (page: Page) => page.locator("tbody tr").count();

  async function openTeam(
    user: string,
    id: number,
    prepare?: (page: Page) => Promise<void>,
  ): Promise<Page> {
    const page = await open(user, "/teams/");
    await prepare?.(page);
    await page.goto(`${project.url}/teams/${id}/`);
    await live(page);
    return page;
  }

  async function confirm(page: Page): Promise<void> {
    await page.getByLabel("Password", { exact: true }).fill("demo");
    await page.getByRole("button", { name: "Confirm" }).click();
  }

  beforeAll(() => deliver("team"));

  it("loses one member for two clicks", async () => {
    const page = await openTeam("admin", 1);
    await remove(page, "superuser").click();
    await confirm(page);
    await remove(page, "superuser").waitFor({ state: "detached" });
    // Confirmed, so that the next row would go without a question.
    await page.goto(`${project.url}/teams/2/`);
    await live(page);
    await press(page, remove(page, "member"), 2);
    await remove(page, "member").waitFor({ state: "detached" });
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
    expect(await rows(page)).toBe(2);
    expect(page.url()).toBe(`${project.url}/teams/2/`);
  });

  it("holds its buttons while the line is slow", async () => {
    const arrival = arrivalOf();
    let sent = 0;
    const page = await openTeam("admin", 3, async (prepared) => {
      await prepared.routeWebSocket(/teams/, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((message) => {
          sent += 1;
          void arrival.come.then(() => server.send(message));
        });
      });
    });
    await remove(page, "superuser").click();
    await page.locator('button[aria-busy="true"]').waitFor();
    expect(await page.locator("#live button:enabled").count()).toBe(0);
    await press(page, remove(page, "member"), 3);
    // What is pushed meanwhile renders the page, and is no answer.
    await runCommand(dir, ["grant", "admin", "team.add_team"]);
    await page.getByText("Your permissions have changed").waitFor();
    expect(await page.locator("#live button:enabled").count()).toBe(0);
    expect(await page.locator('button[aria-busy="true"]').count()).toBe(1);
    arrival.happen();
    await confirm(page);
    await remove(page, "superuser").waitFor({ state: "detached" });
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
    expect(sent).toBe(2); // once more after the password
    expect(await rows(page)).toBe(2);
  });

  it("removes nobody else when another window was first", async () => {
    const [first, second] = [await openTeam("admin", 3), await openTeam("admin", 3)];
    const member = remove(first, "member");
    await member.click();
    await confirm(first);
    await member.waitFor({ state: "detached" });
    const left = await rows(first);
    await remove(second, "member").click();
    await confirm(second);
    await second.getByText("Not found").waitFor();
    await first.reload();
    await live(first);
    expect(await rows(first)).toBe(left);
  });

  it("takes the buttons from an admin who is demoted beside it", async () => {
    await runCommand(dir, ["grant", "admin", "--group", "member"]);
    const page = await openTeam("admin", 1);
    expect(await remove(page, "member").count()).toBe(1);
    expect(await runCommand(dir, ["revoke", "admin", "--group", "admin"])).toMatchObject({
      exitCode: 0,
    });
    await page.getByText("Your permissions have changed").waitFor();
    expect(await page.getByRole("button", { name: /Remove/ }).count()).toBe(0);
    expect(await rows(page)).toBe(2);
  });

  it("removes nobody later who was clicked while the server was away", async () => {
    const page = await openTeam("superuser", 2);
    const restart = await kill();
    await page.locator('#connection[data-state="lost"]').waitFor();
    for (let time = 0; time < 3; time += 1) {
      await remove(page, "admin").click();
      await page.getByText("Not connected: “Remove member admin” was not done.").waitFor();
    }
    await restart();
    await live(page);
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await rows(page)).toBe(2);
    await remove(page, "admin").click();
    await confirm(page);
    await remove(page, "admin").waitFor({ state: "detached" });
    expect(await rows(page)).toBe(1);
  });
});

describe("warehouse", () => {
  beforeAll(() => deliver("warehouse"));

  const create = "/inventory/create/";
  const add = (page: Page) => page.getByRole("button", { name: "Add", exact: true });
  async function count(page: Page, name: string): Promise<number> {
    await page.goto(`${project.url}/inventory/`);
    return cell(page, name).count();
  }

  it("adds one row for three clicks, and locks once for two", async () => {
    const page = await open("manager", create);
    await page.getByLabel("Name").fill("Crate");
    await page.getByLabel("Quantity").fill("3");
    await press(page, add(page), 3);
    await page.waitForURL(`${project.url}/inventory/`);
    expect(await count(page, "Crate")).toBe(1);
    await page.goto(`${project.url}/inventory/1/`);
    const before = await page.locator("dl").textContent();
    await press(page, page.getByRole("button", { name: /ock/ }).first(), 2);
    await page.getByRole("status").waitFor();
    expect(await page.locator("dl").textContent()).not.toBe(before);
  });

  it("sends a form once while the line is slow, and again after coming back to it", async () => {
    const page = await open("manager", create);
    const line = await page.context().newCDPSession(page);
    await line.send("Network.enable");
    const slow = { offline: false, latency: 1_500, downloadThroughput: -1, uploadThroughput: -1 };
    await line.send("Network.emulateNetworkConditions", slow);
    // Playwright looks at no page that is being left, so the page itself keeps what it looked like.
    await page.evaluate(() => {
      new MutationObserver(() => {
        const busy = document.querySelector('button[aria-busy="true"]:disabled');
        if (busy) sessionStorage.setItem("busy", busy.textContent ?? "");
      }).observe(document, { subtree: true, attributes: true });
    });
    const posts: string[] = [];
    page.on("request", (request) => {
      if (request.method() === "POST") posts.push(new URL(request.url()).pathname);
    });
    await page.getByLabel("Name").fill("Barrel");
    await page.getByLabel("Quantity").fill("3");
    await press(page, add(page), 6);
    await page.waitForURL(`${project.url}/inventory/`);
    expect(await page.evaluate(() => sessionStorage.getItem("busy"))).toBe("Add");
    expect(posts).toEqual([create]);
    expect(await cell(page, "Barrel").count()).toBe(1);
    await page.goBack();
    await page.getByLabel("Name").fill("Keg");
    await page.getByLabel("Quantity").fill("3");
    await add(page).click();
    await page.waitForURL(`${project.url}/inventory/`);
    expect(await cell(page, "Keg").count()).toBe(1);
  });

  it("tells the second of two windows who saved before it, and keeps what it typed", async () => {
    const path = "/inventory/3/update/";
    const [first, second] = [await open("manager", path), await open("admin", path)];
    await first.getByLabel("Quantity").fill("71");
    await first.getByRole("button", { name: "Save" }).click();
    await first.waitForURL(`${project.url}/inventory/`);
    await second.getByLabel("Quantity").fill("72");
    await second.getByRole("button", { name: "Save" }).click();
    await second.getByText("manager, less than a minute ago, changed “Quantity”.").waitFor();
    await second.getByText("It is “71” now.").waitFor();
    expect(await second.getByLabel("Quantity").inputValue()).toBe("72");
    await second.getByRole("button", { name: "Save" }).click();
    await second.waitForURL(`${project.url}/inventory/`);
    expect(await cell(second, "72").count()).toBe(1);
  });

  it("does not press a button for a window that shows what is gone", async () => {
    const path = "/inventory/3/";
    const [first, second] = [await open("manager", path), await open("admin", path)];
    const lock = (page: Page) => page.getByRole("button", { name: /ock$/ });
    const shown = await lock(second).textContent();
    await lock(first).click();
    await first.getByRole("status").waitFor();
    await lock(second).click();
    await second.getByText("manager, less than a minute ago, changed “Is locked”.").waitFor();
    await second.goto(`${project.url}${path}`);
    expect(await lock(second).textContent()).not.toBe(shown);
  });

  it("denies the next click of a manager who is demoted beside it", async () => {
    const page = await open("manager", "/inventory/2/");
    const before = await page.locator("dl").textContent();
    expect(await runCommand(dir, ["revoke", "manager", "--group", "manager"])).toMatchObject({
      exitCode: 0,
    });
    await page.getByRole("button", { name: /ock/ }).first().click();
    await page.getByRole("heading", { name: "Permission denied" }).waitFor();
    const other = await open("admin", "/inventory/2/");
    expect(await other.locator("dl").textContent()).toBe(before);
  });

  it("goes on after the server was killed and started again, and nobody has to log in anew", async () => {
    const page = await open("clerk", create);
    await page.getByLabel("Name").fill("Basket");
    await page.getByLabel("Quantity").fill("3");
    const restart = await kill();
    await add(page).click();
    await page.waitForURL(/^chrome-error:/);
    await restart();
    await page.goto(`${project.url}${create}`);
    await page.getByLabel("Name").fill("Basket");
    await page.getByLabel("Quantity").fill("3");
    await add(page).click();
    await page.waitForURL(`${project.url}/inventory/`);
    expect(await count(page, "Basket")).toBe(1);
  });
});
