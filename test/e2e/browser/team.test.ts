import type { Browser, BrowserContext, Page } from "playwright-core";
import { beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { live, markDocument, startChromium, watchComplaints } from "./support/chromium.ts";
import { PASSWORD, type Site, startSite } from "./support/site.ts";

// The end-to-end diagram of djust's tutorial "Auth-gated pages and per-handler permissions", with its
// three people, on the project of examples/team.

const MEMBER = ["team.view_team", "team.view_teammembership"];

let site: Site;
let browser: Browser;
let teamId: number;
let people: { anna: number; max: number; eve: number };
let round = 0;

beforeAll(async () => {
  [site, browser] = await Promise.all([startSite("examples/team"), startChromium()]);
});

/** A team with an admin, a member, and Eve, whom it is all about. */
beforeEach(async () => {
  round += 1;
  people = {
    anna: await site.user(`anna${round}`, [...MEMBER, "team.manage_team_members"]),
    max: await site.user(`max${round}`, MEMBER),
    eve: await site.user(`eve${round}`),
  };
  const [team] = await site.rows<{ id: number }>(
    "insert into team_team (name, invite_code) values ('Blue', $1) returning id",
    [`code ${round}`],
  );
  teamId = team?.id ?? 0;
  await site.rows(
    `insert into team_teammembership (team_id, user_id, role) select $1, id, 'member'
     from unnest($2::integer[]) as id`,
    [teamId, Object.values(people)],
  );
});

const path = () => `/teams/${teamId}/`;
const address = () => `${site.project.url}${path()}`;
const name = (person: keyof typeof people) => `${person}${round}`;

async function window(person?: keyof typeof people): Promise<BrowserContext> {
  const context = await browser.newContext();
  const complaints = watchComplaints(context);
  onTestFinished(async () => {
    await context.close();
    expect(complaints, "the browser complains").toEqual([]);
  });
  if (person) await site.logIn(context, people[person]);
  return context;
}

/** The team's page as the person sees it, connected. */
async function openTeam(person: keyof typeof people): Promise<Page> {
  const page = await (await window(person)).newPage();
  await page.goto(address());
  await live(page);
  return page;
}

const removeButton = (page: Page, person: keyof typeof people) =>
  page.getByRole("button", { name: `Remove member ${name(person)}` });
const memberships = () =>
  site.rows("select user_id from team_teammembership where team_id = $1", [teamId]);
const demote = () =>
  site.rows("delete from auth_user_permission where user_id = $1 and permission like '%manage%'", [
    people.anna,
  ]);

async function confirmPassword(page: Page): Promise<void> {
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Confirm" }).click();
}

describe("the anonymous visitor", () => {
  it("is sent to the login page, and comes back to the team after logging in", async () => {
    const page = await (await window()).newPage();
    await page.goto(address());
    expect(page.url()).toBe(`${site.project.url}/login/?next=${encodeURIComponent(path())}`);
    await page.getByLabel("Username").fill(name("max"));
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(address());
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Blue");
  });
});

describe("the member", () => {
  it("sees the page without a Remove button", async () => {
    const page = await openTeam("max");
    await page.getByRole("cell", { name: name("eve"), exact: true }).waitFor();
    expect(await page.getByRole("button", { name: /Remove/ }).count()).toBe(0);
  });

  it("who fires remove_member from the console gets 'Permission denied', and nobody goes", async () => {
    const page = await openTeam("max");
    const [row] = await site.rows<{ id: number }>(
      "select id from team_teammembership where team_id = $1 and user_id = $2",
      [teamId, people.eve],
    );
    // A button of one's own making, pressed as if the page had it.
    await page.evaluate((id) => {
      const button = document.createElement("button");
      button.id = "forged";
      button.setAttribute("hx-ws-send", "");
      button.setAttribute("hx-vals", JSON.stringify({ event: "remove_member", member_id: id }));
      document.querySelector("#live")?.append(button);
      (window as unknown as { htmx: { process(node: Element): void } }).htmx.process(button);
    }, row?.id);
    await page.locator("#forged").click();
    const banner = page.locator("#banner");
    await banner.getByText("Permission denied").waitFor();
    expect(await banner.getByRole("link", { name: "Reload" }).getAttribute("href")).toBe(path());

    // And over a socket of one's own.
    const answer = await page.evaluate(
      ([url, id]) =>
        new Promise<string>((resolve) => {
          const socket = new WebSocket(url);
          socket.addEventListener("open", () =>
            socket.send(JSON.stringify({ event: "remove_member", member_id: id })),
          );
          socket.addEventListener("message", ({ data }) => {
            const frame = JSON.parse(String(data)) as { type: string; error?: string };
            if (frame.type === "error") resolve(frame.error ?? "");
          });
        }),
      [address().replace("http", "ws"), row?.id ?? 0] as const,
    );
    expect(answer).toBe("Permission denied");
    expect(await memberships()).toHaveLength(3);
  });
});

describe("the admin", () => {
  it("removes somebody after saying the password, and sees the row go without a reload", async () => {
    const page = await openTeam("anna");
    const expectSameDocument = await markDocument(page);
    await removeButton(page, "eve").click();
    await confirmPassword(page);
    await page.getByRole("cell", { name: name("eve"), exact: true }).waitFor({ state: "detached" });
    await expectSameDocument();
    expect(await memberships()).toHaveLength(2);
    const log = await site.rows(
      "select username, action, target, outcome from auth_audit where target = $1 order by id",
      [path()],
    );
    expect(log.at(-1)).toEqual({
      username: name("anna"),
      action: "TeamAdminView.remove_member",
      target: path(),
      outcome: "allowed",
    });
  });

  it("who is demoted in another window sees the banner without any click", async () => {
    const page = await openTeam("anna");
    const expectSameDocument = await markDocument(page);
    await demote();
    const banner = page.locator("#banner");
    await banner.getByText("Your permissions have changed").waitFor();
    expect(await page.getByRole("button", { name: /Remove/ }).count()).toBe(0);
    await expectSameDocument();
    await banner.getByRole("link", { name: "Reload" }).click();
    await page.waitForFunction("!document.marked");
    await live(page);
    expect(await page.getByRole("button", { name: /Remove/ }).count()).toBe(0);
    expect(await banner.textContent()).toBe("");
  });

  it("who is demoted while no push comes through sees the banner at the next click", async () => {
    const page = await openTeam("anna");
    // The triggers' messages stay away, as they would with a broken connection.
    await site.rows("alter table auth_user_permission disable trigger user");
    onTestFinished(async () => {
      await site.rows("alter table auth_user_permission enable trigger user");
    });
    await demote();
    expect(await removeButton(page, "eve").count()).toBe(1);
    await removeButton(page, "eve").click();
    const banner = page.locator("#banner");
    await banner.getByText("Permission denied").waitFor();
    await banner.getByRole("link", { name: "Reload" }).click();
    await page.waitForFunction("document.querySelector('#banner')?.textContent === ''");
    await live(page);
    expect(await page.getByRole("button", { name: /Remove/ }).count()).toBe(0);
    expect(await memberships()).toHaveLength(3);
  });

  it("who logs out in another tab has no power on the open page any more", async () => {
    const context = await window("anna");
    const [page, other] = [await context.newPage(), await context.newPage()];
    for (const tab of [page, other]) {
      await tab.goto(address());
      await live(tab);
    }
    // Without the push, to see what the next event does.
    await site.rows("alter table auth_session disable trigger user");
    onTestFinished(async () => {
      await site.rows("alter table auth_session enable trigger user");
    });
    await other.getByRole("button", { name: "Log out" }).click();
    await other.waitForURL(/\/login\//);
    await removeButton(page, "eve").click();
    await page.waitForURL(`${site.project.url}/login/?next=${encodeURIComponent(path())}`);
    expect(await memberships()).toHaveLength(3);
  });

  it("who logs out in another tab is sent to the login page at once by the push", async () => {
    const page = await openTeam("anna");
    await site.rows("delete from auth_session where user_id = $1", [people.anna]);
    await page.waitForURL(/\/login\/\?next=/);
    await page.getByText("You are not logged in any more: your session has ended.").waitFor();
  });

  it("who loses the membership in another window is sent where members go", async () => {
    const page = await openTeam("anna");
    await site.rows("delete from team_teammembership where user_id = $1", [people.anna]);
    await page.waitForURL(`${site.project.url}/teams/`);
    await page.getByText("The page that you asked for is for its members only.").waitFor();
  });
});
