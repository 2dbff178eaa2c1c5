import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { filledPosts, oneOfEach, posts } from "./support/doors.ts";
import { formBody, send, sendBytes, type Sending } from "./support/http.ts";
import type { Scenario } from "./support/scenario.ts";

// Requests in the wrong form: of another type, packed, repeated, ambiguous, too big.

const multipart = (form: string) =>
  `--x\r\ncontent-disposition: form-data; name="form"\r\n\r\n${form}\r\n--x--\r\n`;

/** What is made of a form that would be accepted as it is. */
const FORMS: Record<string, (form: string) => Pick<Sending, "headers" | "body">> = {
  "of no type": (body) => ({ body }),
  "of an unknown type": (body) => ({ headers: { "content-type": "application/x-evil" }, body }),
  "of a type that is none": (body) => ({ headers: { "content-type": ";;;" }, body }),
  "as XML": () => ({
    headers: { "content-type": "application/xml" },
    body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
  }),
  "as plain text": (body) => ({ headers: { "content-type": "text/plain" }, body }),
  "as multipart": (form) => ({
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: multipart(form),
  }),
  "as multipart without a boundary": (form) => ({
    headers: { "content-type": "multipart/form-data" },
    body: multipart(form),
  }),
  "as JSON that it is not": (body) => ({ headers: { "content-type": "application/json" }, body }),
  "packed with gzip": (form) => ({
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "content-encoding": "gzip",
    },
    body: gzipSync(form),
  }),
  "in UTF-16": (form) => ({
    headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-16" },
    body: Buffer.from(form, "utf16le"),
  }),
};

const LONG = "x".repeat(100_000);
const LOGINS: Record<string, object> = {
  "an object for the name": { username: { toString: 1 }, password: "x" },
  "an object for the password": { username: "a", password: { length: 1 } },
  lists: { username: ["a"], password: ["b"] },
  NUL: { username: "\0", password: "\0" },
  "half a surrogate pair": { username: "\ud800", password: "\ud800" },
  "long texts": { username: LONG, password: LONG },
  "no texts at all": { username: null, password: true, next: {} },
};

const FORM = "content-type: application/x-www-form-urlencoded";
const SMUGGLED = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";

/** Two readers of these would not agree on where the request ends. */
const AMBIGUOUS: Record<string, string[]> = {
  "Content-Length and Transfer-Encoding": ["content-length: 4", "transfer-encoding: chunked"],
  "two lengths": ["content-length: 4", "content-length: 5"],
  "a list of lengths": ["content-length: 4, 5"],
  "a length with a sign": ["content-length: +4"],
  "a length that is no number": ["content-length: 4x"],
  "a negative length": ["content-length: -1"],
  "a huge length": ["content-length: 99999999999999999999"],
  "an unknown encoding": ["transfer-encoding: xchunked"],
  "an encoding after chunked": ["transfer-encoding: chunked, identity"],
  "a space before the colon": ["content-length : 4"],
  "a folded header": ["transfer-encoding:", " chunked", "content-length: 4"],
  "a NUL in a header": ["x: a\0b", "content-length: 4"],
  "a lone line feed": ["x: a\ncontent-length: 4"],
  "a header of 100 KB": [`x: ${"x".repeat(100_000)}`],
  "5,000 headers": Array.from({ length: 5000 }, (_, number) => `x-${number}: 1`),
};

export function attackRequests(scenario: Scenario): void {
  describe.skipIf(posts.length === 0)("a form changes nothing", () => {
    it.each(Object.entries(FORMS))("when it is sent %s", async (_what, make) => {
      for (const post of posts) {
        const { csrfToken: _csrf } = scenario.insider;
        const form = formBody({ ...(await scenario.inputOf(post)), _csrf });
        await scenario.unchanged(async () => {
          const path = scenario.pathOf(post);
          const { status } = await send(scenario.url, {
            path,
            as: scenario.insider,
            ...make(form),
          });
          expect([400, 403, 415], `${post.id} answers ${status}`).toContain(status);
        });
      }
    });

    it("when it is 10 MB long, or has 100,000 fields", async () => {
      const { csrfToken: _csrf } = scenario.insider;
      const many = Array.from({ length: 100_000 }, (_, number) => `field_${number}=1`).join("&");
      for (const post of oneOfEach(posts)) {
        for (const fields of [many, `long=${"x".repeat(10_000_000)}`]) {
          const body = `${formBody({ _csrf })}&${fields}`;
          const headers = { "content-type": "application/x-www-form-urlencoded" };
          const sending = { path: scenario.pathOf(post), as: scenario.insider, headers, body };
          const reply = await scenario.unchanged(() => send(scenario.url, sending).catch(cutOff));
          if (reply) expect(reply.status).toBe(413);
        }
      }
    });
  });

  it.skipIf(filledPosts.length === 0)("a form with every key twice does no harm", async () => {
    for (const post of filledPosts) {
      const { _seen, ...input } = await scenario.inputOf(post);
      const twice = Object.entries(input).map(([name, value]) => [name, [value, "twice"]]);
      const form = { ...Object.fromEntries(twice), _seen } as Record<string, unknown>;
      await send(scenario.url, { path: scenario.pathOf(post), as: scenario.insider, form });
    }
    await scenario.replant();
  });

  it.each(Object.entries(LOGINS))("a login in JSON with %s is refused", async (_what, values) => {
    const { csrfToken } = scenario.nobody;
    const { status } = await send(scenario.url, {
      path: loginUrl,
      as: scenario.nobody,
      headers: { "content-type": "application/json", "x-csrf-token": csrfToken },
      body: JSON.stringify(values),
    });
    expect([400, 422]).toContain(status);
  });

  describe("a request is refused, and nothing behind it is read,", () => {
    it.each(Object.entries(AMBIGUOUS))("when it has %s", async (_what, lines) => {
      const head = [`POST ${loginUrl} HTTP/1.1`, `host: ${scenario.url.host}`, FORM, ...lines];
      const heard = await sendBytes(
        scenario.url,
        `${head.join("\r\n")}\r\n\r\n0\r\n\r\n${SMUGGLED}`,
      );
      expect(heard).toMatch(/^HTTP\/1\.1 4(00|03|13|31) /);
      expect(heard.match(/^HTTP\/1\.1 /gm)).toHaveLength(1);
    });
  });

  it("bounds how long a request may take, where it can be seen", () => {
    const { server } = scenario.target;
    if (!server) return;
    expect(server.headersTimeout).toBeGreaterThan(0);
    expect(server.requestTimeout).toBeGreaterThan(0);
  });
}

/** A body that is too big is cut off while it is still being sent. */
function cutOff(error: unknown): null {
  expect((error as NodeJS.ErrnoException).code).toMatch(/ECONNRESET|EPIPE/);
  return null;
}
