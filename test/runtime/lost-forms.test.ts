import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setActive } from "../../templates/typescript/src/accounts/users.ts";
import { Session } from "../../templates/typescript/src/database/tables.ts";
import {
  get,
  loginRequired,
  memberRequired,
  objectRequired,
  permissionRequired,
  post,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { View } from "../../templates/typescript/src/runtime/view.ts";
import { ShelfPermission } from "../fixtures/runtime-stub/src/permissions.ts";
import { ShelfDeleteView, ShelfListView } from "../fixtures/runtime-stub/src/shelf-views.ts";
import { Keeper, Shelf, type ShelfRow } from "../fixtures/runtime-stub/src/shelves.ts";
import { FormPage, ShelfForm } from "../fixtures/runtime-stub/src/form-page.tsx";
import { Browser, HOME } from "./support/browser.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Forms that are not taken, because their token or their sender's session is gone: what was typed
// stays, nothing is written, and nobody else's page fills anything in.

@loginRequired
@objectRequired(Shelf, { key: "pk" })
class RenameView extends View<ShelfRow> {
  @get("/shelf/<int:pk>/rename/")
  @permissionRequired(ShelfPermission.ViewShelf)
  show() {
    const { name, is_locked } = this.object;
    const form = ShelfForm.fill({ name, is_locked, note: "as it was", api_token: null });
    return this.render(FormPage, { form });
  }

  @post("/shelf/<int:pk>/rename/")
  @permissionRequired(ShelfPermission.ChangeShelf)
  async save() {
    const form = await ShelfForm.read(this.request.body);
    if (!form.valid) return this.render(FormPage, { form }, 422);
    const { name, is_locked } = form.values;
    await this.db.update(Shelf).set({ name, is_locked }).where(eq(Shelf.id, this.object.id));
    return this.redirect("/shelf/");
  }
}

@loginRequired
@objectRequired(Shelf, { key: "pk" })
@memberRequired(Keeper, { object: "shelf_id", user: "user_id", otherwise: "/shelf/" })
class KeepersView extends View<ShelfRow> {
  @get("/shelf/<int:pk>/keepers/")
  @permissionRequired(ShelfPermission.ViewShelf)
  show() {
    return this.done("");
  }
}

let stub: StubApp;
let shelfId: number;
let path: string;
beforeAll(async () => {
  const views = [ShelfListView, RenameView, ShelfDeleteView, KeepersView];
  stub = await startStubApp({ views });
});
afterAll(() => stub.close());
beforeEach(async () => {
  await stub.database.db.delete(Shelf);
  const [shelf] = await stub.database.db.insert(Shelf).values({ name: "first" }).returning();
  shelfId = shelf?.id ?? 0;
  path = `/shelf/${shelfId}/rename/`;
});

const TYPED = { name: "second", note: "\nlines\nand “more” <b>", is_locked: "on" };
const editor = () =>
  stub.login({ permissions: ["shelf.view_shelf", "shelf.change_shelf"], password: PASSWORD });
const PASSWORD = "correct horse battery";

async function shelf() {
  const [row] = await stub.database.db.select().from(Shelf).where(eq(Shelf.id, shelfId));
  return row;
}

describe("a form with a stale token", () => {
  it("is shown again with what was typed and a fresh token, and saves then", async () => {
    const visitor = await editor();
    const browser = new Browser(stub.app, visitor);
    const first = await browser.send(path, { ...TYPED, _csrf: "stale" });
    expect(first.status).toBe(403);
    expect(first.said).toEqual([
      "This page was out of date, so nothing was changed. Look at it again, and send it once more.",
    ]);
    expect(first.form).toMatchObject(TYPED);
    expect(await shelf()).toMatchObject({ name: "first", is_locked: false });
    const again = await browser.send(path, first.form);
    expect([again.status, again.headers["location"]]).toEqual([303, "/shelf/"]);
    expect(await shelf()).toMatchObject({ name: "second", is_locked: true });
  });

  it("shows an unticked box as it was sent, and no value that nobody is to see", async () => {
    const visitor = await editor();
    await stub.database.db.update(Shelf).set({ is_locked: true }).where(eq(Shelf.id, shelfId));
    const sent = { name: "x", note: "", api_token: "s3cret" };
    const { form, body } = await new Browser(stub.app, visitor).send(path, sent);
    expect(form).not.toHaveProperty("is_locked");
    expect(body).not.toContain("s3cret");
  });

  it.each([
    ["no page", {}],
    ["another site's page", { origin: "https://evil.example" }],
    ["a page that hides where it is", { origin: "null" }],
    ["a subdomain's page", { ...HOME, "sec-fetch-site": "same-site" }],
  ])("is plainly refused when it comes from %s", async (_where, headers) => {
    const { status, body } = await new Browser(stub.app, await editor()).send(path, TYPED, headers);
    expect(status).toBe(403);
    expect(body).not.toContain("second");
    expect(body).not.toContain('name="note"');
    expect(await shelf()).toMatchObject({ name: "first" });
  });

  it("shows its page to those alone who may open it", async () => {
    const stranger = await stub.login();
    const { status, main, body } = await new Browser(stub.app, stranger).send(path, TYPED);
    expect(status).toBe(403);
    expect(main?.text).toContain("Permission denied");
    expect(body).not.toContain("second");
  });

  it("of a control leads back to the page of the control", async () => {
    const visitor = await stub.login({ permissions: ["shelf.delete_shelf"] });
    const referer = "http://localhost/shelf/?page=2";
    const headers = { ...HOME, referer };
    const answer = await new Browser(stub.app, visitor).send(
      `/shelf/${shelfId}/delete/`,
      {},
      headers,
    );
    expect(answer.status).toBe(403);
    expect(answer.main?.text).toContain("This page is out of date, so nothing was changed.");
    const links = answer.main?.querySelectorAll("a").map((link) => link.getAttribute("href"));
    expect(links).toEqual(["/shelf/?page=2", "/"]);
    expect(await shelf()).toBeDefined();
  });

  it("is an error to programs", async () => {
    const headers = { ...HOME, accept: "application/json" };
    const answer = await new Browser(stub.app, await editor()).send(path, TYPED, headers);
    expect([answer.status, Object.keys(answer.json())]).toEqual([403, ["error"]]);
  });
});

describe("a form whose sender is logged out meanwhile", () => {
  const logIn = async (browser: Browser, lost: Awaited<ReturnType<Browser["send"]>>, who: string) =>
    browser.send("/login/", { ...lost.form, username: who, password: PASSWORD });

  async function typedAndLost() {
    const username = `editor-${shelfId}`;
    const permissions = ["shelf.view_shelf", "shelf.change_shelf"] as const;
    const visitor = await stub.login({ username, permissions, password: PASSWORD });
    const browser = new Browser(stub.app, visitor);
    await stub.database.db.delete(Session).where(eq(Session.user_id, visitor.id));
    const sent = { ...TYPED, api_token: "s3cret", _csrf: visitor.csrfToken };
    return { username, visitor, browser, lost: await browser.send(path, sent) };
  }

  it("is kept through the login, and saved by nobody but them", async () => {
    const { username, browser, lost } = await typedAndLost();
    expect(lost.status).toBe(401);
    expect(lost.said).toEqual([
      "You are not logged in any more: your session has ended.",
      "What you typed is kept until then. Nothing was saved yet.",
    ]);
    expect(lost.body).not.toContain("s3cret");
    const wrong = await browser.send("/login/", { ...lost.form, username, password: "wrong" });
    expect([wrong.status, wrong.form["kept"]]).toEqual([422, lost.form["kept"]]);
    const back = await logIn(browser, wrong, username);
    expect(back.status).toBe(200);
    expect(back.main?.querySelector("form")?.getAttribute("action")).toBe(path);
    expect(back.body).toContain(username);
    const again = await browser.send(path, back.form);
    expect([again.status, again.said]).toEqual([
      403,
      ["Nothing was saved yet. Look at what you had typed, and save it now."],
    ]);
    expect(again.form).toMatchObject(TYPED);
    expect(await shelf()).toMatchObject({ name: "first" });
    const saved = await browser.send(path, again.form);
    expect(saved.status).toBe(303);
    expect(await shelf()).toMatchObject({ name: "second", is_locked: true });
  });

  it("is not shown to somebody else who logs in there", async () => {
    const { browser, lost } = await typedAndLost();
    const other = `other-${shelfId}`;
    await stub.login({ username: other, permissions: ["shelf.view_shelf"], password: PASSWORD });
    const back = await logIn(browser, lost, other);
    const again = await browser.send(path, back.form);
    expect([again.status, again.said]).toEqual([
      403,
      ["Nothing was saved, and what was typed before the login could not be kept."],
    ]);
    expect(again.body).not.toContain("second");
    expect(again.form).toMatchObject({ name: "first" });
  });

  it("is not kept when another site's page has sent it", async () => {
    const { browser } = await typedAndLost();
    const { status, headers, body } = await browser.send(path, TYPED, {});
    expect([status, headers["location"]]).toEqual([303, "/login/?next=%2F"]);
    expect(body).not.toContain("second");
  });

  it("never stands for a write, at whatever address it is sent", async () => {
    const visitor = await stub.login({ permissions: ["shelf.delete_shelf"] });
    const fields = { _csrf: visitor.csrfToken, _kept: "{}" };
    const answer = await new Browser(stub.app, visitor).send(`/shelf/${shelfId}/delete/`, fields);
    expect(answer.status).toBe(403);
    expect(await shelf()).toBeDefined();
  });

  it.each(["not json", "null", "[]", '"text"', '{"name":5,"__proto__":{"note":"x"}}'])(
    "is a form as it was when %s was kept of it",
    async (kept) => {
      const visitor = await editor();
      const fields = { _csrf: visitor.csrfToken, _kept: kept };
      const { status, form } = await new Browser(stub.app, visitor).send(path, fields);
      expect([status, form["name"]]).toEqual([403, ""]);
    },
  );

  it("says so when there is too much of it", async () => {
    const { browser } = await typedAndLost();
    const { bodyLimit = 0 } = stub.app.initialConfig;
    // Each is sent as %C3%A9; a little is left for the rest of the form.
    const name = "é".repeat(bodyLimit / 6 - 500);
    const { status, said, form } = await browser.send(path, { name });
    expect(status).toBe(401);
    expect(said[1]).toMatch(/^What you typed is too long to be kept meanwhile/);
    expect(form).not.toHaveProperty("kept");
  });
});

describe("whoever is sent to the login page is told why", () => {
  const why = async (browser: Browser) => {
    const answer = await browser.send(path);
    return (await browser.send(String(answer.headers["location"]))).said;
  };

  it("to a stranger: the page asks for a login", async () => {
    expect(await why(new Browser(stub.app, { cookie: "" }))).toEqual([
      "Log in to go on to the page that you asked for.",
    ]);
    expect((await new Browser(stub.app, { cookie: "" }).send("/login/")).said).toEqual([]);
  });

  it.each([
    [
      "somebody who had done nothing",
      sql`idle_minutes = 90, last_seen_at = now() - interval '2 hours'`,
      "You are not logged in any more: you had done nothing for 90 minutes.",
    ],
    [
      "somebody who had logged in long ago",
      sql`expires_at = now() - interval '1 second'`,
      "You are not logged in any more: your login was too long ago.",
    ],
  ])("to %s", async (_who, change, sentence) => {
    const visitor = await editor();
    await stub.database.db.execute(
      sql`update ${Session} set ${change} where ${Session.user_id} = ${visitor.id}`,
    );
    expect(await why(new Browser(stub.app, visitor))).toEqual([sentence]);
  });

  it("in the same words whether the session or the account was closed", async () => {
    const sentence = "You are not logged in any more: your session has ended.";
    const [one, other] = [await editor(), await editor()];
    await stub.database.db.delete(Session).where(eq(Session.user_id, one.id));
    await stub.database.db.transaction((db) => setActive(db, other.id, false));
    expect(await why(new Browser(stub.app, one))).toEqual([sentence]);
    expect(await why(new Browser(stub.app, other))).toEqual([sentence]);
    expect(await why(new Browser(stub.app, { cookie: "session=made.up" }))).not.toEqual([sentence]);
  });
});

it("whoever is sent away from a members' page is told why, once", async () => {
  const browser = new Browser(stub.app, await editor());
  const away = await browser.send(`/shelf/${shelfId}/keepers/`);
  expect([away.status, away.headers["location"]]).toEqual([302, "/shelf/"]);
  expect((await browser.send("/shelf/")).said).toEqual([
    "The page that you asked for is for its members only.",
  ]);
  expect((await browser.send("/shelf/")).said).toEqual([]);
});
