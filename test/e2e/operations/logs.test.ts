import { beforeAll, expect, it } from "vitest";
import {
  type RunningProject,
  SESSION_SECRET,
  startProject,
} from "../../support/running-project.ts";
import { scratchDatabase } from "../../support/scratch-database.ts";
import { Client } from "../postgres/support/client.ts";
import { PASSWORD, Psql } from "../postgres/support/ledger.ts";
import { builtWorkshop } from "./support/workshop.ts";

// Everything a project prints while people log in, mistype, confirm, fire events and meet defects.

type Line = Record<string, unknown> & { msg: string; reqId?: string };

let project: RunningProject;
let psql: Psql;
let id: number;
let bookId: number;
const databasePassword = "sesame-of-the-database";

beforeAll(async () => {
  const dir = await builtWorkshop();
  const url = new URL(await scratchDatabase());
  url.password = databasePassword; // the server trusts whoever is local
  psql = new Psql(url.href);
  project = await startProject(dir, { DATABASE_URL: url.href });
  id = await psql.clerk("ana");
  bookId = await psql.book(id);
});

const lines = () =>
  project
    .output()
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);

it("has a line for each request with its id, user, route, status and time, and no secret in any", async () => {
  const secrets = [PASSWORD, SESSION_SECRET, databasePassword, "wrong-guess", "hidden-in-next"];
  const ana = new Client(project.url);
  await ana.get("/login/?next=/hidden-in-next");
  await ana.logIn("ana", "wrong-guess");
  await ana.logIn("ana", PASSWORD);
  await ana.post(`/book/${bookId}/seal/`);
  await ana.post("/confirm-password/", { password: "wrong-guess-again" });
  await ana.post("/confirm-password/", { password: PASSWORD });
  await ana.post(`/book/${bookId}/seal/`);
  await ana.get("/nowhere/?token=hidden-in-next");
  const page = await ana.open(`/books/${bookId}/`);
  await page.fire("add_entry", { text: "hidden-in-an-event" });
  await page.fire("hidden-event-name");
  await page.fire("add_entry", { text: "throw" });
  await ana.post(`/book/${bookId}/rename/`, { note: "throw" });
  page.leave();

  const output = project.output();
  const rows = await psql.rows<{ password: string; id: string }>(
    "select u.password, s.id from auth_user u join auth_session s on s.user_id = u.id",
  );
  secrets.push(
    "hidden-in-an-event",
    "hidden-event-name",
    ...rows.flatMap((row) => [row.password, row.id]),
  );
  secrets.push(...ana.secrets());
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(output).not.toContain(secret);
    expect(output).not.toContain(encodeURIComponent(secret));
  }
  expect(output).not.toMatch(/set-cookie|"cookie"|_csrf|x-csrf|authorization/i);

  const requests = lines().filter(({ msg }) => msg === "request");
  for (const line of requests) {
    expect(line.reqId).toMatch(/^[\w-]{36}$/);
    expect(typeof line["ms"]).toBe("number");
  }
  const said = (route: string) =>
    requests
      .filter((line) => line["route"] === route)
      .map((line) => [line["method"], line["status"]]);
  expect(said("/login/")).toEqual([
    ["GET", 200],
    ["GET", 200],
    ["POST", 422],
    ["GET", 200],
    ["POST", 303],
  ]);
  const seal = requests.find((line) => line["route"] === "/book/:pk/seal/");
  expect(seal).toMatchObject({ userId: id, path: `/book/${bookId}/seal/`, method: "POST" });
});

it("has a line for each event: its name, user, outcome and time, and the page's request id", async () => {
  const bo = await new Client(project.url).resume(await psql.session(id));
  const page = await bo.open(`/books/${bookId}/`);
  const before = lines().length;
  await page.fire("add_entry", { text: "fine" });
  await page.fire("add_entry", { text: 7 });
  await page.fire("constructor");
  await page.fire("add_entry", { text: "throw" });
  await psql.rows("delete from auth_user_permission where permission = 'book.can_write_entries'");
  await page.fire("add_entry", { text: "denied" });
  const eventsNow = () =>
    lines()
      .slice(before)
      .filter(({ msg }) => msg === "event");
  // The page was told of its loss before its event was answered.
  await expect.poll(() => eventsNow().length).toBe(5);
  page.leave();
  const events = eventsNow();
  expect(events.map((line) => [line["event"], line["outcome"]])).toEqual([
    ["add_entry", "allowed"],
    ["add_entry", "refused"],
    ["(unknown)", "refused"],
    ["add_entry", "failed"],
    ["add_entry", "denied"],
  ]);
  for (const line of events) expect(line).toMatchObject({ userId: id, view: "BookWriteView" });
  expect(new Set(events.map(({ reqId }) => reqId)).size).toBe(1);
  await psql.rows(
    "insert into auth_user_permission (user_id, permission) values ($1, 'book.can_write_entries')",
    [id],
  );
});

it("says an unexpected error with its stack and id; the visitor gets a sentence with the same id", async () => {
  const cy = await new Client(project.url).resume(await psql.session(id));
  const { status, body } = await cy.post(`/book/${bookId}/rename/`, { note: "throw" });
  expect(status).toBe(500);
  const [, requestId] = /went wrong on our side \(request ([\w-]{36})\)/.exec(body) ?? [];
  expect(body).not.toContain("developer");
  const errorLine = () => lines().find((line) => line.reqId === requestId && line["err"]);
  await expect.poll(errorLine).toBeDefined();
  expect(errorLine()).toMatchObject({
    level: 50,
    err: { message: "A developer's body threw", stack: expect.stringMatching(/misbehave\.js/) },
  });

  const page = await cy.open(`/books/${bookId}/`);
  const frame = await page.fire("add_entry", { text: "throw" });
  const [, pageId] = /\(request ([\w-]{36})\)/.exec(frame.error ?? "") ?? [];
  await expect.poll(() => lines().some((line) => line.reqId === pageId && line["err"])).toBe(true);
  page.leave();
});

it("never has the values of a failed statement", async () => {
  const di = await new Client(project.url).resume(await psql.session(id));
  await psql.rows(`create function never() returns trigger language plpgsql
    as $$ begin raise exception 'no more changes'; end $$`);
  await psql.rows(`create trigger never before update on book_book
    for each row execute function never()`);
  const { status } = await di.post(`/book/${bookId}/rename/`, { note: "hidden-in-a-statement" });
  await psql.rows("drop function never() cascade");
  expect(status).toBe(500);
  const error = lines().findLast((line) => line["err"]);
  expect(error?.msg).toMatch(/^Failed query: update "book_book"/);
  expect(error).toMatchObject({ err: { cause: { message: "no more changes", code: "P0001" } } });
  expect(project.output()).not.toContain("hidden-in-a-statement");
});

it("gives every answer the request's id, and takes none from outside", async () => {
  const answer = await fetch(`${project.url}/login/`, {
    headers: { "x-request-id": "chosen-outside" },
  });
  const requestId = answer.headers.get("x-request-id");
  expect(requestId).toMatch(/^[\w-]{36}$/);
  await expect.poll(() => lines().some((line) => line.reqId === requestId)).toBe(true);
  expect(project.output()).not.toContain("chosen-outside");
});

it("does not take a client's broken frame for an error of its own", async () => {
  const di = await new Client(project.url).resume(await psql.session(id));
  const page = await di.open(`/books/${bookId}/`);
  const before = lines().length;
  page.garble();
  const said = () => lines().slice(before);
  const broken = { level: 30, msg: "The socket broke" };
  await expect.poll(said).toContainEqual(expect.objectContaining(broken));
  expect(said().filter(({ level }) => Number(level) >= 40)).toEqual([]);
});
