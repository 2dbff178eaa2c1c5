import { eq } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ValuesOf } from "../../templates/typescript/src/runtime/field.ts";
import {
  eventHandler,
  get,
  loginIsEnough,
  loginRequired,
  page,
  post,
} from "../../templates/typescript/src/runtime/decorators.ts";
import { LiveView } from "../../templates/typescript/src/runtime/live-view.ts";
import { View } from "../../templates/typescript/src/runtime/view.ts";
import { ShelfPage } from "../fixtures/runtime-stub/src/shelf-pages.tsx";
import { makeRow, type Name, Row, shape, textOf, VALUES } from "./support/row-of-all-types.ts";
import { connect, type TestSocket } from "./support/socket.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// A value that an event has written, read and sent again as it is, is the same value, for each type.

@loginRequired
class ValuesView extends LiveView {
  @page("/values/")
  @loginIsEnough()
  mount() {}

  @eventHandler(shape)
  @loginIsEnough()
  async store(values: ValuesOf<typeof shape>) {
    await this.db
      .update(Row)
      .set(values as object)
      .where(eq(Row.id, 1));
  }

  view() {
    return this.show(ShelfPage, { name: "values" });
  }
}

@loginRequired
class TextView extends View {
  @get("/text/")
  @loginIsEnough()
  show() {
    return this.render(ShelfPage, { name: "text" });
  }

  @post("/text/", { a_text: shape.a_text })
  @loginIsEnough()
  async save({ a_text }: { a_text: string | null }) {
    await this.db.update(Row).set({ a_text }).where(eq(Row.id, 1));
    return this.done("Saved.");
  }
}

let stub: StubApp;
let socket: TestSocket;
let visitor: Awaited<ReturnType<StubApp["login"]>>;
beforeAll(async () => {
  const limits = { eventsPerMinute: 1_000_000 };
  stub = await startStubApp({ views: [ValuesView, TextView], limits });
  await makeRow(stub.database.db);
  await stub.app.listen({ port: 0, host: "127.0.0.1" });
  visitor = await stub.login();
  socket = await connect(stub.app, "/values/", visitor.cookie);
  await socket.next();
});
afterAll(() => stub.close());

const EMPTY = {
  ...Object.fromEntries(Object.keys(VALUES).map((name) => [name, null])),
  a_boolean: false,
};

/** Sends an event with this one value; returns what is wrong with it, or null. */
async function store(name: Name, value: unknown): Promise<string | null> {
  const { type, error } = await socket.fire("store", { ...EMPTY, [name]: value });
  expect(["render", "error"]).toContain(type);
  return type === "error" ? (error ?? "") : null;
}

async function current() {
  const [row] = await stub.database.db.select().from(Row);
  if (!row) throw new Error("The row is gone.");
  return row;
}

/** How many of the values a field takes; the others are refused and change nothing. */
const taken = new Map<Name, number>();

describe("a value that an event has written", () => {
  it.each(Object.keys(VALUES) as Name[])("is the same when it is sent again: %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.option(VALUES[name], { freq: 20 }), async (held) => {
        const { db } = stub.database;
        const value = held?.replace(/(\d)\+00$/, "$1Z"); // a moment as programs write it
        const before = await textOf(db);
        const problem = await store(name, value ?? null);
        const written = await textOf(db);
        if (problem !== null) {
          expect(written, problem).toBe(before);
          return;
        }
        taken.set(name, (taken.get(name) ?? 0) + 1);
        expect(await store(name, shape[name].toText((await current())[name]))).toBe(null);
        expect(await textOf(db)).toBe(written);
      }),
      { numRuns: 40 },
    );
    expect(taken.get(name), "values that the field takes").toBeGreaterThan(5);
  });
});

it.each([
  ["Latin", "x"],
  ["Chinese", "漢"],
  ["an emoji of two places", "\u{1f680}"],
  ["quotes, which JSON makes longer", '"'],
])("200,000 characters come through an event and a form: %s", async (_script, character) => {
  const text = character.repeat(200_000);
  expect(await store("a_text", text)).toBe(null);
  expect((await current()).a_text).toBe(text);
  await store("a_text", null);
  const fields = { _csrf: visitor.csrfToken, a_text: text };
  const answer = await stub.app.inject({
    method: "POST",
    url: "/text/",
    headers: { cookie: visitor.cookie, "content-type": "application/x-www-form-urlencoded" },
    payload: new URLSearchParams(fields).toString(),
  });
  expect(answer.statusCode).toBe(303);
  expect((await current()).a_text).toBe(text);
});
