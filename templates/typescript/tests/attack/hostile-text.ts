import { eq, getTableColumns } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import * as auth from "#database/tables";
import { loginUrl } from "#project";
import { type Endpoint, endpoints } from "../support/matrix.ts";
import { isForm, tableOf } from "../support/rows.ts";
import { events, filledPosts, livePages, oneOfEach, pageOf, pages } from "./support/doors.ts";
import { lengthOf, textColumns } from "./support/ground.ts";
import { nobody } from "./support/guests.ts";
import { expectHarmless, PROBE } from "./support/html.ts";
import { type Reply, send } from "./support/http.ts";
import { openSocket } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// Texts that would become elements, attributes or scripts where they are not escaped.

/** A page that is there for a row, which it shows. A form for a new one has none to show yet. */
function isOfRow({ view, object, params }: Endpoint): boolean {
  const isNew = endpoints.some(
    (each) => each.view === view && isForm(each) && each.effect?.kind === "create",
  );
  return !isNew && (object !== undefined || Object.keys(params).length > 0);
}

const TEXTS: Record<string, string> = {
  "an element": `"><${PROBE}>`,
  "an element after a single quote": `'><${PROBE}>`,
  "an attribute": `" ${PROBE}="1`,
  "an attribute after a single quote": `' ${PROBE}='1`,
  "an attribute without quotes": ` ${PROBE}=1 `,
  "the end of a text area": `</textarea><${PROBE}>`,
  "the end of a title": `</title><${PROBE}>`,
  "the end of a script": `</script><${PROBE}>`,
  "the end of a comment": `--><${PROBE}>`,
  "an image": `<img src=x onerror=${PROBE}>`,
  "a script's address": "javascript:probe()",
  "a script's address in pieces": " java\nscript:probe()",
  "an entity": `&lt;${PROBE}&gt;&#60;${PROBE}&#62;`,
  "a template": `{{7*7}}\${7*7}<%= 7*7 %>`,
};

export function attackWithHostileTexts(scenario: Scenario): void {
  describe("a hostile text does no harm", () => {
    it.each(Object.entries(TEXTS))("on any page that shows rows: %s", async (_what, text) => {
      let shown = 0;
      await store(text);
      for (const page of pages) {
        const path = scenario.pathOf(page);
        const reply = await send(scenario.url, { path, as: scenario.insider });
        // A page may refuse by a rule of its own; what it says then is looked at all the same.
        shown += expectPage(reply, page.id, text);
      }
      for (const page of livePages) {
        const { next, close } = await openSocket(
          scenario.url,
          scenario.pathOf(page),
          scenario.insider,
        );
        const frame = await next();
        if ("closed" in frame) throw new Error(`${page.id} is closed.`);
        expectHarmless(frame.content ?? "", page.id);
        close();
      }
      await scenario.replant();
      if (pages.some(isOfRow)) {
        expect(shown, "pages that show it, escaped").toBeGreaterThan(0);
      }
    });

    it.each(Object.entries(TEXTS))("when a form is shown again with it: %s", async (_, text) => {
      for (const post of filledPosts) {
        const typed = (await scenario.namesOf(post)).map((name) => [name, text]);
        const reply = await send(scenario.url, {
          path: scenario.pathOf(post),
          as: await scenario.callerOf(post),
          form: { ...Object.fromEntries(typed), _seen: "*" } as Record<string, unknown>,
        });
        if (isForm(post)) expect([303, 409, 422]).toContain(reply.status);
        expectPage(reply, post.id, text);
      }
      if (filledPosts.length > 0) await scenario.replant();
    });

    it.each(Object.entries(TEXTS))("in an address, a name or a header: %s", async (_, text) => {
      const { url, insider } = scenario;
      const stranger = await nobody(scenario.target);
      const encoded = encodeURIComponent(text);
      const names = ["_page", "_sort", "_list", "next", encoded];
      const query = `?${names.map((name) => `${name}=${encoded}`).join("&")}`;
      for (const path of [
        `/${encoded}/`,
        ...oneOfEach(pages).map((page) => scenario.pathOf(page)),
      ]) {
        const headers = { referer: `${url.origin}/${encoded}`, "x-probe": encoded };
        expectPage(await send(url, { path: path + query, as: insider, headers }), path, text);
      }
      for (const path of [loginUrl, "/confirm-password/"]) {
        const as = path === loginUrl ? stranger : insider;
        expectPage(await send(url, { path: path + query, as }), path, text);
      }
      const form = { username: text, password: text, next: text };
      expectPage(await send(url, { path: loginUrl, as: stranger, form }), "login", text);
    });

    it.skipIf(events.length === 0).each(Object.entries(TEXTS))(
      "in an event, which is answered: %s",
      async (_what, text) => {
        for (const event of events) {
          const as = await scenario.callerOf(event);
          const path = scenario.pathOf(pageOf(event));
          const { next, fire, close } = await openSocket(url(), path, as);
          await next();
          fire(event.event, { ...(await scenario.inputOf(event, as)), [text]: text });
          const frame = await next();
          if ("content" in frame) expectHarmless(frame.content ?? "", event.id);
          expect(frame).toMatchObject({ type: "error" });
          close();
        }
      },
    );

    it.each(Object.entries(TEXTS))("in the audit log: %s", async (_what, text) => {
      const watcher = await (chief ??= scenario.invite({ user: "superuser", membership: "none" }));
      const entry = { username: watcher.username, action: text, target: text, outcome: "denied" };
      const params = { [text]: text };
      await scenario.db.insert(auth.AuditEntry).values({ ...entry, params } as never);
      const query = `?user=${encodeURIComponent(text)}&action=${encodeURIComponent(text)}`;
      const whole = await send(url(), { path: "/audit/", as: watcher });
      expect(whole.status).toBe(200);
      expect(expectPage(whole, "the audit log", text)).toBe(1);
      expectPage(
        await send(url(), { path: `/audit/${query}`, as: watcher }),
        "the audit log",
        text,
      );
    });

    const url = () => scenario.url;
    let chief: ReturnType<Scenario["invite"]> | undefined;

    /** Into every column that takes it, without asking a form. */
    async function store(text: string): Promise<void> {
      for (const [model, { id }] of scenario.ground.own) {
        const table = tableOf(model) as PgTable & { id: PgColumn };
        const fitting = textColumns(table)
          .filter(([, column]) => text.length + 6 <= (lengthOf(column) ?? Infinity))
          .map(([name], place) => [name, `${text}${id}x${place}`]);
        const json = Object.entries(getTableColumns(table))
          .filter(([, { columnType }]) => columnType === "PgJsonb")
          .map(([name]) => [name, { [text]: [text] }]);
        if (fitting.length + json.length === 0) continue;
        const values = Object.fromEntries([...fitting, ...json]) as Record<string, unknown>;
        await scenario.db.update(table).set(values).where(eq(table.id, id));
      }
    }

    /** Is the text there? 1 when it is, and in any case harmless. */
    function expectPage({ headers, body }: Reply, where: string, text: string): number {
      const type = String(headers["content-type"] ?? "");
      if (body === "" || !type.startsWith("text/html")) {
        expect(headers["x-content-type-options"]).toBe("nosniff");
        return 0;
      }
      expect(headers["content-security-policy"]).toMatch(/script-src 'self'(;|$)/);
      expectHarmless(body, where);
      const start = text.trim().slice(0, 8);
      const escaped = start
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll('"', "&quot;");
      return body.includes(escaped) ? 1 : 0;
    }
  });
}
