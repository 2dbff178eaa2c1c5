import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { startProject } from "../../support/running-project.ts";
import { live, markDocument, press, startChromium, watchComplaints } from "./support/chromium.ts";
import { PASSWORD, type Site, startSite } from "./support/site.ts";

// What a person notices of a live page: typing while it changes, a lost connection, the password.

const PERMISSIONS = [
  "board.view_board",
  "board.view_card",
  "board.add_card",
  "board.delete_card",
  "board.can_knock",
];

let site: Site;
let browser: Browser;
let boardId: number;
let worker: number;
let round = 0;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("test/e2e/browser/board"), startChromium()]);
});

beforeEach(async () => {
  round += 1;
  worker = await site.user(`worker${round}`, PERMISSIONS);
  const [board] = await site.rows<{ id: number }>(
    "insert into board_board (title) values ('Work') returning id",
  );
  boardId = board?.id ?? 0;
  await site.rows("insert into board_card (board_id, text) select $1, unnest($2::text[])", [
    boardId,
    ["first", "second", "third"],
  ]);
});

const address = (project = site.project) => `${project.url}/boards/${boardId}/`;

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext();
  const complaints = watchComplaints(context);
  onTestFinished(async () => {
    await context.close();
    expect(complaints, "the browser complains").toEqual([]);
  });
  return context;
}

async function openBoard(context?: BrowserContext): Promise<Page> {
  const own = context ?? (await newContext());
  if (!context) await site.logIn(own, worker);
  const page = await own.newPage();
  await page.goto(address());
  await live(page);
  return page;
}

const cards = async () =>
  (
    await site.rows<{ text: string }>(
      "select text from board_card where board_id = $1 order by id",
      [boardId],
    )
  ).map(({ text }) => text);
const card = (page: Page, text: string) => page.getByRole("cell", { name: text, exact: true });
const deleteButton = (page: Page, text: string) =>
  page.getByRole("button", { name: `Delete card ${text}` });
/** Its words say what it does, which is something else each time. */
const KNOCK = 'button[data-event="knock"]';
const knock = (page: Page) => page.locator(KNOCK);
const dialog = (page: Page) => page.getByRole("dialog", { name: "Confirm your password" });
const passwordInput = (page: Page) => page.getByLabel("Password", { exact: true });

describe("typing", () => {
  it("adds a card without a reload, and the page shows it", async () => {
    const page = await openBoard();
    const expectSameDocument = await markDocument(page);
    await page.getByLabel("Text").fill("fourth");
    await page.getByRole("button", { name: "Add card" }).click();
    await card(page, "fourth").waitFor();
    await expectSameDocument();
    expect(await cards()).toEqual(["first", "second", "third", "fourth"]);
  });

  it("goes on while the page is rendered again: text, caret and focus stay", async () => {
    const page = await openBoard();
    const input = page.getByLabel("Text");
    await input.pressSequentially("half a se");
    await input.press("ArrowLeft");
    await input.press("ArrowLeft");
    // Somebody else changes this person's powers: the push renders the page again.
    await site.rows("insert into board_card (board_id, text) values ($1, 'from elsewhere')", [
      boardId,
    ]);
    await site.rows("insert into auth_user_permission values ($1, 'board.change_board')", [worker]);
    await card(page, "from elsewhere").waitFor();
    expect(await input.inputValue()).toBe("half a se");
    expect(
      await input.evaluate((element: HTMLInputElement) => [
        document.activeElement === element,
        element.selectionStart,
      ]),
    ).toEqual([true, "half a se".length - 2]);
    await page.keyboard.type("X");
    expect(await input.inputValue()).toBe("half a Xse");
  });
});

describe("a control", () => {
  const addButton = (page: Page) => page.getByRole("button", { name: "Add card" });
  const confirmed = () =>
    site.rows("update auth_session set confirmed_at = now() where user_id = $1", [worker]);

  /** Holds what events on the board wait for, as a busy database would; returns what lets it go. */
  async function holdBoard() {
    const client = await site.pool.connect();
    await client.query("begin");
    await client.query("select 1 from board_board where id = $1 for update", [boardId]);
    let isHeld = true;
    const letGo = async () => {
      if (isHeld) await client.query("rollback");
      if (isHeld) client.release();
      isHeld = false;
    };
    onTestFinished(letGo);
    return letGo;
  }

  it("that is pressed twice deletes one row, not the next one too, which comes to stand there", async () => {
    const page = await openBoard();
    await confirmed();
    await press(page, deleteButton(page, "first"), 2);
    await card(page, "first").waitFor({ state: "detached" });
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
    expect(await cards()).toEqual(["second", "third"]);
    await deleteButton(page, "second").click();
    await card(page, "second").waitFor({ state: "detached" });
  });

  it("does nothing in the moment in which it comes to stand where somebody presses", async () => {
    const page = await openBoard();
    await confirmed();
    const box = await deleteButton(page, "first").boundingBox();
    // Presses again at once, where the first press was, when the row has gone.
    await page.evaluate(
      ([x, y]) => {
        const rows = document.querySelector("#live tbody") as Element;
        new MutationObserver((_changes, observer) => {
          observer.disconnect();
          setTimeout(() => {
            const control = document.elementFromPoint(x, y) as HTMLElement;
            document.body.dataset["hit"] = control.ariaLabel ?? "";
            control.click();
          });
        }).observe(rows, { childList: true });
      },
      [(box?.x ?? 0) + 5, (box?.y ?? 0) + 5] as const,
    );
    await deleteButton(page, "first").click({ position: { x: 5, y: 5 } });
    await page.locator('body[data-hit="Delete card second"]').waitFor();
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
    expect(await cards()).toEqual(["second", "third"]);
  });

  it("that is pressed twelve times adds one row, and empties its input", async () => {
    const page = await openBoard();
    await page.getByLabel("Text").fill("fourth");
    await press(page, addButton(page), 12);
    await card(page, "fourth").waitFor();
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
    expect(await cards()).toEqual(["first", "second", "third", "fourth"]);
    expect(await page.getByLabel("Text").inputValue()).toBe("");
  });

  it("is disabled until the answer, and says that it is busy; what is typed meanwhile stays", async () => {
    const page = await openBoard();
    const letGo = await holdBoard();
    const input = page.getByLabel("Text");
    await input.fill("fourth");
    await input.press("Enter");
    await page.locator('button[aria-busy="true"]', { hasText: "Add card" }).waitFor();
    expect(await page.locator("#live button:enabled").count()).toBe(0);
    await input.press("Enter");
    await input.fill("fif");
    await letGo();
    await card(page, "fourth").waitFor();
    await page.locator("#live button:disabled").first().waitFor({ state: "detached" });
    expect(await page.locator("[aria-busy]").count()).toBe(0);
    expect(await input.inputValue()).toBe("fif");
    expect(await cards()).toEqual(["first", "second", "third", "fourth"]);
  });

  it("keeps what was typed when it is refused", async () => {
    const page = await openBoard();
    await page.getByLabel("Text").fill("fourth");
    await site.rows("alter table auth_user_permission disable trigger user");
    onTestFinished(async () => {
      await site.rows("alter table auth_user_permission enable trigger user");
    });
    await site.rows("delete from auth_user_permission where permission = 'board.add_card'");
    await addButton(page).click();
    await page.locator("#banner").getByText("Permission denied").waitFor();
    expect(await page.getByLabel("Text").inputValue()).toBe("fourth");
  });

  it("whose page is out of date keeps what was typed, and shows what has changed", async () => {
    const page = await openBoard();
    const rename = page.getByRole("button", { name: "Rename" });
    await page.getByLabel("New title").fill("Play");
    await site.rows("update board_board set title = 'Rest' where id = $1", [boardId]);
    await rename.click();
    await page.locator("#banner p").waitFor();
    await page.getByRole("heading", { level: 1, name: "Rest" }).waitFor();
    await page.locator("#live button:disabled").first().waitFor({ state: "detached" });
    expect(await page.getByLabel("New title").inputValue()).toBe("Play");
    await rename.click();
    await page.getByRole("heading", { level: 1, name: "Play" }).waitFor();
    expect(await page.getByLabel("New title").inputValue()).toBe("");
    expect(await page.locator("#banner p").count()).toBe(0);
  });

  it("leaves the keyboard at the row after a deleted one, then before it, then at the heading", async () => {
    const page = await openBoard();
    await confirmed();
    await deleteButton(page, "second").press("Enter");
    await page.locator("tr:focus", { hasText: "third" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("tr:focus", { hasText: "first" }).waitFor();
    await deleteButton(page, "first").press("Enter");
    await page.locator("h2:focus").waitFor(); // of the table that has no rows any more
    expect(await cards()).toEqual([]);
  });

  it("is pressed once by a key that is held down", async () => {
    const page = await openBoard();
    await knock(page).focus();
    await page.keyboard.down("Enter");
    await page.locator("#live button:disabled").first().waitFor();
    await page.locator(`${KNOCK}:enabled:focus`).waitFor();
    await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
    await page.getByLabel("Text").fill("fourth");
    await addButton(page).click();
    await card(page, "fourth").waitFor();
    const [board] = await site.rows("select is_open from board_board where id = $1", [boardId]);
    expect(board).toEqual({ is_open: true });
  });

  it("that stays keeps the focus, and the document is called what the page is called", async () => {
    const page = await openBoard();
    await site.rows("update board_board set title = 'Play' where id = $1", [boardId]);
    await knock(page).press("Enter");
    await page.getByRole("heading", { name: "Play" }).waitFor();
    await page.locator(`${KNOCK}:focus`).waitFor();
    expect(await page.title()).toBe("Play · board");
  });
});

describe("a lost connection", () => {
  it("refuses what is pressed with a sentence, keeps what is typed, and makes up for nothing later", async () => {
    const first = await startProject(site.dir, site.env);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    await site.logIn(context, worker);
    const page = await context.newPage();
    await page.goto(address(first));
    await live(page);
    const sign = page.locator("#connection");
    expect(await sign.textContent()).toBe("Connected");
    expect(await sign.getAttribute("data-state")).toBe("connected");

    await first.stop("SIGKILL");
    await page.locator('#connection[data-state="lost"]').waitFor();
    await page.getByLabel("Text").fill("fourth");
    for (let time = 0; time < 3; time += 1) {
      await page.getByRole("button", { name: "Add card" }).click({ delay: 20 });
      await page.getByText("Not connected: “Add card” was not done.").waitFor();
    }
    await deleteButton(page, "first").click();
    await page.getByText("Not connected: “Delete card first” was not done.").waitFor();

    await startProject(site.dir, { ...site.env, PORT: new URL(first.url).port });
    await live(page);
    await page.getByText("Not connected").waitFor({ state: "detached" });
    expect(await page.getByLabel("Text").inputValue()).toBe("fourth");
    await page.getByRole("button", { name: "Add card" }).click();
    await card(page, "fourth").waitFor();
    expect(await cards()).toEqual(["first", "second", "third", "fourth"]);
  });

  it("is noticed when the machine loses its line, and what is pressed then is refused too", async () => {
    const page = await openBoard();
    await page.context().setOffline(true);
    await page.locator('#connection[data-state="lost"]').waitFor();
    await knock(page).click();
    await page.getByText(/^Not connected: “[^”]+” was not done/).waitFor();
    await page.context().setOffline(false);
    await live(page);
    const [board] = await site.rows("select is_open from board_board where id = $1", [boardId]);
    expect(board).toEqual({ is_open: false });
  });

  it("while an event is on its way is no proof that it was not done, and says so", async () => {
    const first = await startProject(site.dir, site.env);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    await site.logIn(context, worker);
    const page = await context.newPage();
    await page.goto(address(first));
    await live(page);
    const client = await site.pool.connect();
    onTestFinished(() => client.release());
    await client.query("begin");
    await client.query("select 1 from board_board where id = $1 for update", [boardId]);
    await page.getByLabel("Text").fill("fourth");
    await page.getByRole("button", { name: "Add card" }).click();
    await page.locator('button[aria-busy="true"]').waitFor();
    await first.stop("SIGKILL");
    await client.query("rollback");
    await page.getByText("The connection was lost before the answer to “Add card”.").waitFor();
    await page.locator("button:disabled").first().waitFor({ state: "detached" });
  });

  it("is said, and after a restart of the server the page is rendered as things are now", async () => {
    const first = await startProject(site.dir, site.env);
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    await site.logIn(context, worker);
    const page = await context.newPage();
    await page.goto(address(first));
    await live(page);
    const expectSameDocument = await markDocument(page);

    await first.stop();
    await page.getByText("The connection is lost").waitFor();
    await site.rows("delete from board_card where board_id = $1 and text = 'second'", [boardId]);
    await startProject(site.dir, { ...site.env, PORT: new URL(first.url).port });
    await card(page, "second").waitFor({ state: "detached" });
    await page.getByText("The connection is lost").waitFor({ state: "hidden" });
    await page.getByLabel("Text").fill("after the restart");
    await page.getByRole("button", { name: "Add card" }).click();
    await card(page, "after the restart").waitFor();
    await expectSameDocument();
  });

  it("of a tab that slept is made again when it wakes, and the page is as things are now", async () => {
    const page = await openBoard();
    // What Chromium does to a tab in the background, as far as a page can see it.
    const sleep = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { configurable: true, value });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await sleep(true);
    await page.locator("#live:not([data-connected])").waitFor();
    await site.rows("delete from board_card where board_id = $1 and text = 'first'", [boardId]);
    await site.rows("delete from auth_user_permission where permission = 'board.add_card'");
    expect(await card(page, "first").count()).toBe(1);
    await sleep(false);
    await live(page);
    await card(page, "first").waitFor({ state: "detached" });
    expect(await page.getByRole("button", { name: "Add card" }).count()).toBe(0);
  });
});

describe("a browser without scripts", () => {
  it("says on a live page what does not work, and claims no connection", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    await site.logIn(context, worker);
    const page = await context.newPage();
    await page.goto(address());
    const note = page.locator("noscript .banner");
    await note.waitFor();
    expect(await note.innerText()).toContain(
      "needs JavaScript: without it, its buttons do nothing",
    );
    expect(await page.locator("#connection").isVisible()).toBe(false);
    await page.goto(`${site.project.url}/board/`);
    expect(await note.count()).toBe(0);
  });
});

describe("the password", () => {
  it("is asked for in a dialog that takes the keyboard, and a wrong one is said", async () => {
    const page = await openBoard();
    await deleteButton(page, "second").focus();
    await page.keyboard.press("Enter");
    await dialog(page).getByText("Delete card second", { exact: true }).waitFor();
    expect(
      await passwordInput(page).evaluate((element) => document.activeElement === element),
    ).toBe(true);
    await page.keyboard.type("not this one");
    await page.keyboard.press("Enter");
    await dialog(page).getByText("That is not your password.").waitFor();
    expect(await cards()).toHaveLength(3);
    await page.keyboard.type(PASSWORD); // the wrong one is selected, and written over
    await page.keyboard.press("Enter");
    await card(page, "second").waitFor({ state: "detached" });
    expect(await cards()).toEqual(["first", "third"]);
    expect(await dialog(page).count()).toBe(0);
  });

  it("that is not given leaves everything as it is", async () => {
    const page = await openBoard();
    await deleteButton(page, "first").click();
    await dialog(page).waitFor();
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "hidden" });
    await deleteButton(page, "second").click();
    await dialog(page).getByRole("button", { name: "Cancel" }).click();
    await dialog(page).waitFor({ state: "hidden" });
    expect(await cards()).toHaveLength(3);
    // The next one asked for is the one that goes.
    await deleteButton(page, "third").click();
    await dialog(page).getByText("Delete card third", { exact: true }).waitFor();
    await passwordInput(page).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await card(page, "third").waitFor({ state: "detached" });
    expect(await cards()).toEqual(["first", "second"]);
  });

  it("confirmed once is good for the next event too, and in another session it is not", async () => {
    const page = await openBoard();
    await deleteButton(page, "first").click();
    await passwordInput(page).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await card(page, "first").waitFor({ state: "detached" });
    await deleteButton(page, "second").click();
    await card(page, "second").waitFor({ state: "detached" });

    const elsewhere = await openBoard();
    await deleteButton(elsewhere, "third").click();
    await dialog(elsewhere).waitFor();
    expect(await cards()).toEqual(["third"]);
  });

  it("for the first of two quick clicks deletes the first, and only that", async () => {
    const page = await openBoard();
    await page.evaluate(() => {
      for (const text of ["first", "second"]) {
        document.querySelector<HTMLElement>(`[aria-label="Delete card ${text}"]`)?.click();
      }
    });
    await dialog(page).waitFor();
    await passwordInput(page).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await card(page, "first").waitFor({ state: "detached" });
    expect(await cards()).toEqual(["second", "third"]);
  });
});

describe("a rate limit", () => {
  it("that is reached is said in a sentence", async () => {
    const page = await openBoard();
    for (let call = 0; call < 3; call += 1) {
      await knock(page).click();
    }
    await page
      .locator("#banner")
      .getByText(/^Too many calls\. Try again in \d+ seconds\./)
      .waitFor();
    const [board] = await site.rows("select is_open from board_board where id = $1", [boardId]);
    expect(board).toEqual({ is_open: false }); // opened and closed again, and not a third time
  });
});
