import { randomUUID } from "node:crypto";
import { eq, not } from "drizzle-orm";
import { parse } from "node-html-parser";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Write } from "../../templates/typescript/src/database/tables.ts";
import {
  get,
  loginIsEnough,
  loginRequired,
  objectRequired,
  post,
  seenByForm,
  unchanged,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { describeView } from "../../templates/typescript/src/runtime/registry.ts";
import { saw } from "../../templates/typescript/src/runtime/seen.ts";
import { sealsOf } from "../../templates/typescript/src/server/seals.ts";
import { View } from "../../templates/typescript/src/runtime/view.ts";
import { forgetOldWrites } from "../../templates/typescript/src/dispatch/writes.ts";
import type { BrowserSession } from "../../templates/typescript/tests/support/sessions.ts";
import { ShelfForm, ShelfFormPage } from "../fixtures/runtime-stub/src/shelf-form.tsx";
import { Shelf, type ShelfRow } from "../fixtures/runtime-stub/src/shelves.ts";
import { scratchDatabase } from "../support/scratch-database.ts";
import { STUB_OPTIONS, startStubApp, type StubApp } from "./support/stub-app.ts";

// Two windows on one row, one form that is sent twice, and programs that say what they have read.

@loginRequired
class AddView extends View {
  @get("/shelf/add/")
  @loginIsEnough()
  show() {
    return this.render(ShelfFormPage, { form: ShelfForm.empty() });
  }

  @post("/shelf/add/")
  @loginIsEnough()
  async save() {
    const form = await ShelfForm.read(this.request.body);
    const saved =
      form.valid && (await form.save(this.db, (db) => db.insert(Shelf).values(form.values)));
    if (!saved) return this.render(ShelfFormPage, { form }, form.status);
    return this.redirect("/shelf/");
  }
}

@loginRequired
@objectRequired(Shelf, { key: "pk" })
class EditView extends View<ShelfRow> {
  @get("/shelf/<int:pk>/edit/")
  @loginIsEnough()
  show() {
    return this.render(ShelfFormPage, { form: ShelfForm.fill(this.object) });
  }

  @post("/shelf/<int:pk>/edit/")
  @loginIsEnough()
  @seenByForm()
  async save() {
    const form = await ShelfForm.readChange(this, Shelf, this.object);
    if (!form.valid) return this.render(ShelfFormPage, { form }, form.status);
    await this.db.update(Shelf).set(form.values).where(eq(Shelf.id, this.object.id));
    return this.redirect("/shelf/");
  }
}

@loginRequired
@objectRequired(Shelf, { key: "pk" })
class LockView extends View<ShelfRow> {
  @post("/shelf/<int:pk>/lock/")
  @loginIsEnough()
  @unchanged("is_locked")
  async run() {
    const { id, is_locked } = Shelf;
    await this.db
      .update(Shelf)
      .set({ is_locked: not(is_locked) })
      .where(eq(id, this.object.id));
    return this.done("Locked.", "/shelf/");
  }
}

const { seal, open: openSealed } = sealsOf(STUB_OPTIONS.sessionSecret);

const views = [AddView, EditView, LockView];

describe.each([
  ["PGlite", async () => undefined],
  ["PostgreSQL", () => scratchDatabase()],
])("on %s", (_name, databaseUrl) => {
  let stub: StubApp;
  let shelf: ShelfRow;
  beforeAll(async () => {
    stub = await startStubApp({ views }, await databaseUrl());
  });
  afterAll(() => stub.close());
  beforeEach(async () => {
    await stub.database.db.delete(Shelf);
    [shelf] = (await stub.database.db.insert(Shelf).values({ name: "first" }).returning()) as [
      ShelfRow,
    ];
  });

  const send = (
    path: string,
    { cookie, csrfToken }: BrowserSession,
    fields?: Record<string, string>,
    headers: Record<string, string> = {},
  ) => {
    if (!fields) return stub.app.inject({ url: path, headers: { cookie, ...headers } });
    const payload = new URLSearchParams({ _csrf: csrfToken, ...fields }).toString();
    const type = "application/x-www-form-urlencoded";
    const all = { cookie, "content-type": type, ...headers };
    return stub.app.inject({ method: "POST", url: path, payload, headers: all });
  };
  const edit = () => `/shelf/${shelf.id}/edit/`;
  const lock = () => `/shelf/${shelf.id}/lock/`;
  const current = async () => {
    const [row] = await stub.database.db.select().from(Shelf).where(eq(Shelf.id, shelf.id));
    return row as ShelfRow;
  };
  const shelves = async () => (await stub.database.db.select().from(Shelf)).length;

  /** The page of a form: what its fields hold, and what it says. */
  function readForm(html: string) {
    const main = parse(html).querySelector("main");
    const inputs = main?.querySelectorAll("form[method=post] input") ?? [];
    const filled = inputs.filter(
      (input) => input.getAttribute("type") !== "checkbox" || input.hasAttribute("checked"),
    );
    const fields = filled.map((input): [string, string] => [
      input.getAttribute("name") ?? "",
      input.getAttribute("value") ?? "on",
    ]);
    return { fields: Object.fromEntries(fields), text: main?.text.replaceAll(/\s+/g, " ") ?? "" };
  }
  const open = async (session: BrowserSession) =>
    readForm((await send(edit(), session)).body).fields;

  it("the second of two windows is told what was changed and by whom, and keeps what it typed", async () => {
    const anna = await stub.login({ username: `anna-${randomUUID().slice(0, 8)}` });
    const bert = await stub.login();
    const [first, second] = [await open(anna), await open(bert)];
    expect((await send(edit(), anna, { ...first, name: "Anna's" })).statusCode).toBe(303);

    const answer = await send(edit(), bert, { ...second, name: "Bert's", is_locked: "on" });
    expect(answer.statusCode).toBe(409);
    expect(await current()).toMatchObject({ name: "Anna's", is_locked: false });
    const again = readForm(answer.body);
    expect(again.text).toMatch(
      /anna-\S+, less than a minute ago, changed “Name”\. Nothing was saved/,
    );
    expect(again.text).toContain("It is “Anna's” now.");
    expect(again.fields).toMatchObject({ name: "Bert's", is_locked: "on" });

    // Whoever saves that knows what they write over.
    expect((await send(edit(), bert, again.fields)).statusCode).toBe(303);
    expect(await current()).toMatchObject({ name: "Bert's", is_locked: true });
  });

  it("a field that was left alone takes the value that is there now", async () => {
    const [anna, bert] = [await stub.login(), await stub.login()];
    const [first, second] = [await open(anna), await open(bert)];
    await send(edit(), anna, { ...first, name: "Anna's" });
    const answer = await send(edit(), bert, { ...second, is_locked: "on" });
    expect(answer.statusCode).toBe(409);
    expect(readForm(answer.body).fields).toMatchObject({ name: "Anna's", is_locked: "on" });
  });

  it("whoever was the other one is told so", async () => {
    const anna = await stub.login();
    const [first, second] = [await open(anna), await open(anna)];
    await send(edit(), anna, { ...first, name: "one" });
    const answer = await send(edit(), anna, { ...second, name: "two" });
    expect(readForm(answer.body).text).toContain("You, in another window, less than a minute ago,");
  });

  it("two windows that type the same are of one mind", async () => {
    const [anna, bert] = [await stub.login(), await stub.login()];
    const [first, second] = [await open(anna), await open(bert)];
    await send(edit(), anna, { ...first, name: "same" });
    expect((await send(edit(), bert, { ...second, name: "same" })).statusCode).toBe(303);
  });

  it("nobody is named for a change that no view has made", async () => {
    const anna = await stub.login();
    const fields = await open(anna);
    await stub.database.db.update(Shelf).set({ name: "by hand" }).where(eq(Shelf.id, shelf.id));
    const answer = await send(edit(), anna, { ...fields, name: "typed" });
    expect(readForm(answer.body).text).toContain("Somebody changed “Name”.");
  });

  it("a form that was shown again for another reason still knows what it saw", async () => {
    const [anna, bert] = [await stub.login(), await stub.login()];
    const fields = await open(anna);
    const invalid = await send(edit(), anna, { ...fields, name: "" });
    expect(invalid.statusCode).toBe(422);
    await send(edit(), bert, { ...(await open(bert)), name: "Bert's" });
    const again = { ...readForm(invalid.body).fields, name: "Anna's" };
    expect((await send(edit(), anna, again)).statusCode).toBe(409);
  });

  it("of 20 windows that press a button at once, one does", async () => {
    const sessions = await Promise.all(Array.from({ length: 20 }, () => stub.login()));
    const _seen = seal(saw(shelf, "is_locked"));
    const answers = await Promise.all(
      sessions.map((session) => send(lock(), session, { _seen, _key: randomUUID() })),
    );
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(19);
    expect((await current()).is_locked).toBe(true);
  });

  it("a button that is pressed 20 times on one page is pressed once, and says so each time", async () => {
    const anna = await stub.login();
    const fields = { _seen: seal(saw(shelf, "is_locked")), _key: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(lock(), anna, fields)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(303));
    expect((await current()).is_locked).toBe(true);
  });

  it("a form that is sent three times adds one row", async () => {
    const anna = await stub.login();
    const { fields } = readForm((await send("/shelf/add/", anna)).body);
    const before = await shelves();
    for (let turn = 0; turn < 3; turn += 1) {
      const { statusCode, headers } = await send("/shelf/add/", anna, { ...fields, name: "new" });
      expect([statusCode, headers.location]).toEqual([303, "/shelf/"]);
    }
    expect(await shelves()).toBe(before + 1);
  });

  it("a form whose values were mended is another one", async () => {
    const anna = await stub.login();
    const { fields } = readForm((await send("/shelf/add/", anna)).body);
    expect((await send("/shelf/add/", anna, { ...fields, name: "" })).statusCode).toBe(422);
    expect((await send("/shelf/add/", anna, { ...fields, name: "new" })).statusCode).toBe(303);
    expect((await send("/shelf/add/", anna, { ...fields, name: "other" })).statusCode).toBe(303);
    expect(await shelves()).toBe(3);
  });

  it("a key of somebody else's means nothing", async () => {
    const [anna, bert] = [await stub.login(), await stub.login()];
    const _key = randomUUID();
    await send(lock(), anna, { _key, _seen: "*" });
    await send(lock(), bert, { _key, _seen: "*" });
    expect((await current()).is_locked).toBe(false);
  });

  it("a program sends the ETag of the page that it has read, and is told when that is gone", async () => {
    const anna = await stub.login();
    const { etag = "" } = (await send(edit(), anna)).headers;
    const asProgram = { accept: "application/json", "if-match": String(etag) };
    expect((await send(lock(), anna, {}, asProgram)).statusCode).toBe(200);
    const gone = await send(lock(), anna, {}, asProgram);
    expect(gone.statusCode).toBe(412);
    expect(gone.json()).toEqual({
      error: "The row is no longer the one that If-Match names. Read it again.",
    });
    expect((await send(lock(), anna, {}, { ...asProgram, "if-match": "*" })).statusCode).toBe(200);
  });

  it("a program that says nothing is asked to", async () => {
    const anna = await stub.login();
    const answer = await send(lock(), anna, {}, { accept: "application/json" });
    expect(answer.statusCode).toBe(428);
    expect((answer.json() as { error: string }).error).toContain("If-Match");
    expect((await current()).is_locked).toBe(false);
  });

  it.each(["[]", "{}", "null", '{"is_locked":7}', "x"])(
    "a page that saw %j is broken",
    async (seen) => {
      const _seen = seal(seen);
      const answer = await send(lock(), await stub.login(), { _seen });
      expect(answer.statusCode).toBe(422);
      expect((await current()).is_locked).toBe(false);
    },
  );

  it("what a page saw cannot be read in it, nor said by anybody who has not opened it", async () => {
    const anna = await stub.login();
    const { _seen = "" } = await open(anna);
    expect(JSON.parse(openSealed(_seen))).toMatchObject({ name: expect.any(String) });
    expect((await open(anna))["_seen"], "the same again").not.toBe(_seen);
    const answer = await send(lock(), anna, { _seen: saw(shelf, "is_locked") });
    expect(answer.statusCode).toBe(422);
    expect((await current()).is_locked).toBe(false);
  });

  it("what was written is forgotten after a day", async () => {
    const anna = await stub.login();
    await send(lock(), anna, { _seen: "*", _key: "of today" });
    await stub.database.db
      .insert(Write)
      .values({ id: "old", at: new Date(Date.now() - 90_000_000) });
    const before = await stub.database.db.$count(Write);
    await forgetOldWrites(stub.database.db);
    expect(await stub.database.db.$count(Write)).toBe(before - 1);
  });
});

it("a column that the row does not have is refused when the view is registered", () => {
  @loginRequired
  @objectRequired(Shelf, { key: "pk" })
  class WrongView extends View<ShelfRow> {
    @post("/shelf/<int:pk>/wrong/")
    @loginIsEnough()
    @unchanged("locked")
    run() {
      return this.done("");
    }
  }
  expect(() => describeView(WrongView)).toThrow(/WrongView\.run is @unchanged\(locked\)/);
});
