import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AuditEntry } from "../../templates/typescript/src/database/tables.ts";
import {
  audited,
  confirmPassword,
  get,
  loginRequired,
  objectRequired,
  permissionRequired,
  post,
  rateLimit,
  seenByForm,
  unchanged,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { View } from "../../templates/typescript/src/runtime/view.ts";
import { FormPage, ShelfForm } from "../fixtures/runtime-stub/src/form-page.tsx";
import { ShelfPermission } from "../fixtures/runtime-stub/src/permissions.ts";
import { ShelfPage } from "../fixtures/runtime-stub/src/shelf-pages.tsx";
import { ShelfListView } from "../fixtures/runtime-stub/src/shelf-views.ts";
import { Shelf, type ShelfRow } from "../fixtures/runtime-stub/src/shelves.ts";
import { Browser, HOME } from "./support/browser.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Forms under the protections of actions: nothing is written before all of them are met, and what was
// typed waits meanwhile.

@loginRequired
@objectRequired(Shelf, { key: "pk" })
class EditView extends View<ShelfRow> {
  @get("/shelf/<int:pk>/edit/")
  @permissionRequired(ShelfPermission.ViewShelf)
  show() {
    return this.render(FormPage, { form: ShelfForm.fill(this.filled()) });
  }

  @post("/shelf/<int:pk>/edit/")
  @permissionRequired(ShelfPermission.ChangeShelf)
  @rateLimit({ maxCalls: 2, perSeconds: 60 })
  @confirmPassword("Edit")
  @seenByForm()
  @audited()
  async save() {
    const form = await ShelfForm.read(this.request.body);
    if (!form.valid) return this.render(FormPage, { form }, form.status);
    const { name, is_locked } = form.values;
    await this.db.update(Shelf).set({ name, is_locked }).where(eq(Shelf.id, this.object.id));
    return this.redirect("/shelf/");
  }

  private filled() {
    const { name, is_locked } = this.object;
    return { name, is_locked, note: "as it was", api_token: "the row's own" };
  }
}

@loginRequired
@objectRequired(Shelf, { key: "pk" })
class RemoveView extends View<ShelfRow> {
  @get("/shelf/<int:pk>/remove/")
  @permissionRequired(ShelfPermission.DeleteShelf)
  show() {
    return this.render(ShelfPage, { name: this.object.name });
  }

  @post("/shelf/<int:pk>/remove/")
  @permissionRequired(ShelfPermission.DeleteShelf)
  @rateLimit({ maxCalls: 1, perSeconds: 60 })
  @confirmPassword("Delete")
  @unchanged()
  @audited()
  async remove() {
    await this.db.delete(Shelf).where(eq(Shelf.id, this.object.id));
    return this.redirect("/shelf/");
  }
}

const PASSWORD = "correct horse battery";
const TYPED = { name: "second", note: "\nlines\nand “more” <b>", is_locked: "on", _seen: "*" };
const { _seen, ...SHOWN } = TYPED;
const BOTH = ["shelf.view_shelf", "shelf.change_shelf"] as const;

let stub: StubApp;
let shelfId: number;
let path: string;
beforeAll(async () => {
  stub = await startStubApp({ views: [ShelfListView, EditView, RemoveView] });
});
afterAll(() => stub.close());
beforeEach(async () => {
  const { db } = stub.database;
  await db.delete(Shelf);
  await db.delete(AuditEntry);
  const [shelf] = await db.insert(Shelf).values({ name: "first" }).returning();
  shelfId = shelf?.id ?? 0;
  path = `/shelf/${shelfId}/edit/`;
});

const shelf = async () =>
  (await stub.database.db.select().from(Shelf).where(eq(Shelf.id, shelfId)))[0];

const entries = async () => {
  const found = await stub.database.db.select().from(AuditEntry).orderBy(AuditEntry.id);
  return found.filter(({ action }) => action.startsWith("EditView."));
};

/** Somebody with a browser, and with the token that their forms carry. */
async function visitor(options: Parameters<StubApp["login"]>[0] = {}) {
  const session = await stub.login({ permissions: [...BOTH], password: PASSWORD, ...options });
  return { browser: new Browser(stub.app, session), _csrf: session.csrfToken };
}

describe("a form that wants the password again", () => {
  it("waits in the page that asks, is shown once more, and is saved then", async () => {
    const { browser, _csrf } = await visitor();
    const asked = await browser.send(path, { ...TYPED, _csrf });
    expect(asked.status).toBe(403);
    expect(asked.said).toEqual(["What you typed is kept until then. Nothing was saved yet."]);
    expect(asked.main?.querySelector(".confirmed")?.text).toBe("Edit “first”");
    expect(asked.main?.querySelector("form")?.getAttribute("action")).toBe("/confirm-password/");

    const wrong = await browser.send("/confirm-password/", { ...asked.form, password: "wrong" });
    expect([wrong.status, wrong.form["kept"]]).toEqual([422, asked.form["kept"]]);
    expect(wrong.main?.querySelector(".confirmed")?.text).toBe("Edit “first”");

    const right = await browser.send("/confirm-password/", { ...wrong.form, password: PASSWORD });
    expect(right.main?.querySelector("h1")?.text).toBe("Your password is confirmed");
    expect(right.main?.querySelector("form")?.getAttribute("action")).toBe(path);

    const again = await browser.send(path, right.form);
    expect([again.status, again.said]).toEqual([
      403,
      ["Nothing was saved yet. Look at what you had typed, and save it now."],
    ]);
    expect(again.form).toMatchObject(SHOWN);
    expect(await shelf()).toMatchObject({ name: "first", is_locked: false });

    const saved = await browser.send(path, { ...again.form, _seen });
    expect(saved.status).toBe(303);
    expect(await shelf()).toMatchObject({ name: "second", is_locked: true });
  });

  it("carries no secret along: its field shows what it did before, and says so", async () => {
    const { browser, _csrf } = await visitor();
    const asked = await browser.send(path, { ...TYPED, api_token: "s3cret", _csrf });
    const form = { ...asked.form, password: PASSWORD };
    const confirmed = await browser.send("/confirm-password/", form);
    const again = await browser.send(path, confirmed.form);
    for (const { body } of [asked, confirmed, again]) expect(body).not.toContain("s3cret");
    expect(again.form["api_token"]).toBe("the row's own");
    expect(again.main?.text).toContain("What was typed here is not kept.");
  });

  it("says so when there is too much of it", async () => {
    const { browser, _csrf } = await visitor();
    const { bodyLimit = 0 } = stub.app.initialConfig;
    const note = "é".repeat(bodyLimit / 6 - 500);
    const { status, said, form } = await browser.send(path, { ...TYPED, note, _csrf });
    expect(status).toBe(403);
    expect(said[0]).toMatch(/^What you typed is too long to be kept meanwhile/);
    expect(form).not.toHaveProperty("kept");
  });

  it.each([
    ["another site's page", { origin: "null" }, 403],
    ["somebody who says not where from", {}, 303],
    ["htmx", { ...HOME, "hx-request": "true" }, 200],
    ["a program", { ...HOME, accept: "application/json" }, 403],
  ])("is kept for nobody but its own page: not for %s", async (_whose, headers, expected) => {
    const { browser, _csrf } = await visitor();
    const { status, body } = await browser.send(path, { ...TYPED, _csrf }, headers);
    expect(status).toBe(expected);
    expect(body).not.toContain("second");
    expect(await shelf()).toMatchObject({ name: "first" });
  });

  it("asks whoever may send it and not open its page, as an action does", async () => {
    const { browser, _csrf } = await visitor({ permissions: ["shelf.change_shelf"] });
    const { status, headers } = await browser.send(path, { ...TYPED, _csrf });
    expect(status).toBe(303);
    expect(headers["location"]).toMatch(/^\/confirm-password\//);
  });

  it("asks nobody who may not send it, and for no row that is not there", async () => {
    const { browser, _csrf } = await visitor({ permissions: ["shelf.view_shelf"] });
    const denied = await browser.send(path, { ...TYPED, _csrf });
    expect(denied.main?.text).toContain("Permission denied");
    const editor = await visitor();
    const missing = await editor.browser.send("/shelf/999999/edit/", {
      ...TYPED,
      _csrf: editor._csrf,
    });
    expect(missing.status).toBe(404);
  });

  it("in which nothing is typed leads back to its page, as an action does", async () => {
    const { browser, _csrf } = await visitor({ permissions: ["shelf.delete_shelf"] });
    const at = `/shelf/${shelfId}/remove/`;
    const headers = { ...HOME, referer: `http://localhost${at}` };
    const asked = await browser.send(at, { _csrf, _seen }, headers);
    const next = `/confirm-password/?next=${encodeURIComponent(at)}`;
    expect([asked.status, asked.headers["location"]]).toEqual([303, next]);
    expect(await shelf()).toBeDefined();
    const asking = await browser.send(next);
    expect(asking.main?.querySelector(".confirmed")?.text).toMatch(/^Delete/);
    const right = await browser.send("/confirm-password/", { ...asking.form, password: PASSWORD });
    expect(right.headers["location"]).toBe(at);
    expect((await browser.send(at, { _csrf, _seen }, headers)).status).toBe(303);
    expect(await shelf()).toBeUndefined();
  });

  it("does not count as long as it only asks", async () => {
    const { browser, _csrf } = await visitor();
    for (let turn = 0; turn < 4; turn += 1) {
      expect((await browser.send(path, { ...TYPED, _csrf })).status).toBe(403);
    }
    await browser.send("/confirm-password/", { _csrf, password: PASSWORD });
    expect((await browser.send(path, { ...TYPED, _csrf })).status).toBe(303);
  });
});

describe("a form that is sent too often", () => {
  const spent = async () => {
    const one = await visitor({ confirmed: true });
    for (let turn = 0; turn < 2; turn += 1) {
      const { status } = await one.browser.send(path, { ...TYPED, name: "", _csrf: one._csrf });
      expect(status).toBe(422);
    }
    return one;
  };

  it("is shown again with what was typed, and changes nothing", async () => {
    const { browser, _csrf } = await spent();
    const { status, said, form } = await browser.send(path, { ...TYPED, _csrf });
    expect(status).toBe(429);
    expect(said).toEqual([expect.stringMatching(/^Too many calls\. Try again in \d+ seconds\.$/)]);
    expect(form).toMatchObject(SHOWN);
    expect(await shelf()).toMatchObject({ name: "first" });
  });

  it("is an error to programs", async () => {
    const { browser, _csrf } = await spent();
    const headers = { ...HOME, accept: "application/json" };
    const answer = await browser.send(path, { ...TYPED, _csrf }, headers);
    expect([answer.status, Object.keys(answer.json())]).toEqual([429, ["error"]]);
  });
});

describe("a form that is audited", () => {
  it("leaves its fields as they were sent, without the page's own values and without secrets", async () => {
    const { browser, _csrf } = await visitor({ confirmed: true });
    const sent = { ...TYPED, api_token: "s3cret", _key: "k", _csrf };
    expect((await browser.send(path, sent)).status).toBe(303);
    const [{ outcome, target, target_name, params } = {}] = await entries();
    expect([outcome, target, target_name]).toEqual(["allowed", path, "first"]);
    expect(params).toEqual({ ...SHOWN, api_token: "…" });
  });

  it("says what came of it, whether it was asked for the password, wrong, denied or too much", async () => {
    const { browser, _csrf } = await visitor();
    await browser.send(path, { ...TYPED, _csrf });
    await browser.send("/confirm-password/", { _csrf, password: PASSWORD });
    await browser.send(path, { ...TYPED, name: "", _csrf });
    await browser.send(path, { ...TYPED, _csrf });
    await browser.send(path, { ...TYPED, _csrf });
    const stranger = await visitor({ permissions: [] });
    await stranger.browser.send(path, { ...TYPED, _csrf: stranger._csrf });
    expect((await entries()).map(({ outcome }) => outcome)).toEqual([
      "refused",
      "refused",
      "allowed",
      "refused",
      "denied",
    ]);
  });
});
