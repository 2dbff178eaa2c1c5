import type { FastifyInstance } from "fastify";
import { parse } from "node-html-parser";
import type { BrowserSession } from "../../../templates/typescript/tests/support/sessions.ts";

/** What a browser says of a page of the site itself. */
export const HOME = { origin: "http://localhost" };

/** A browser: what it is sent, and which cookies it keeps. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  readonly #app: FastifyInstance;

  constructor(app: FastifyInstance, { cookie }: Pick<BrowserSession, "cookie">) {
    this.#app = app;
    for (const part of cookie.split("; ").filter(Boolean)) {
      const [name = "", value = ""] = part.split(/=(.*)/s);
      this.#cookies.set(name, value);
    }
  }

  async send(url: string, fields?: Record<string, string>, headers: Record<string, string> = HOME) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const type = "application/x-www-form-urlencoded";
    const answer = await this.#app.inject({
      method: fields ? "POST" : "GET",
      url,
      headers: { cookie, ...(fields && { "content-type": type }), ...headers },
      ...(fields && { payload: new URLSearchParams(fields).toString() }),
    });
    for (const { name, value } of answer.cookies) {
      if (value === "") this.#cookies.delete(name);
      else this.#cookies.set(name, encodeURIComponent(value));
    }
    const main = parse(answer.body).querySelector("main");
    const fieldsOf = (form = main?.querySelector("form")) =>
      Object.fromEntries(
        (form?.querySelectorAll("input, textarea") ?? [])
          .filter(
            (input) =>
              !input.hasAttribute("type") ||
              input.getAttribute("type") !== "checkbox" ||
              input.hasAttribute("checked"),
          )
          .map((input) => [
            input.getAttribute("name") ?? "",
            // Browsers drop the line break that a text begins with.
            input.tagName === "TEXTAREA"
              ? input.text.replace(/^\n/, "")
              : (input.getAttribute("value") ?? "on"),
          ]),
      );
    const said = main?.querySelectorAll(".banner").map(({ text }) => text.trim()) ?? [];
    return { ...answer, status: answer.statusCode, said, form: fieldsOf(), main };
  }
}
