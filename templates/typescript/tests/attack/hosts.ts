import { describe, expect, it } from "vitest";
import { loginUrl } from "#project";
import { livePages, oneOfEach, pages, posts } from "./support/doors.ts";
import { MARKS } from "./support/ground.ts";
import { send, sendBytes } from "./support/http.ts";
import { openSocket, Refused } from "./support/live.ts";
import type { Scenario } from "./support/scenario.ts";

// A name that an attacker has pointed at this machine makes their page one of this site, to a browser:
// it may read everything, and send the forms. So only the site's own names are answered.

/** What the Host header says; HOST is the project's own name and port, NAME and PORT its parts. */
const HOSTS: Record<string, string> = {
  "is another site": "evil.example",
  "is another site at our port": "evil.example:PORT",
  "begins with ours": "NAME.evil.example:PORT",
  "ends with ours": "evil.NAME:PORT",
  "has ours as the user": "HOST@evil.example",
  "has ours as the user of a port": "NAME:80@evil.example:PORT",
  "has ours as the path": "evil.example/HOST",
  "has ours as the query": "evil.example?HOST",
  "has ours as the fragment": "evil.example#@HOST",
  "has ours after a backslash": "evil.example\\@HOST",
  "has ours after a blank": "evil.example HOST",
  "is a list": "HOST, evil.example",
  "is a list, ours at the end": "evil.example, HOST",
  "is a name of this machine that nobody has allowed": "ip6-localhost:PORT",
  "is an address of elsewhere": "192.0.2.1:PORT",
  "is an address of elsewhere in IPv6": "[2001:db8::1]:PORT",
  "is no address": "[NAME]:PORT",
  "is ours with letters of another alphabet": "ｅvil.example:PORT",
  "is encoded": "evil%2eexample",
  "is a port": ":PORT",
};

export function attackHosts(scenario: Scenario): void {
  const fill = (text: string) =>
    text
      .replaceAll("HOST", scenario.url.host)
      .replaceAll("NAME", scenario.url.hostname)
      .replaceAll("PORT", scenario.url.port);

  describe("nothing is answered when the Host header", () => {
    it.each(Object.entries(HOSTS))("%s", async (_what, text) => {
      const host = fill(Buffer.from(text).toString("latin1"));
      const paths = oneOfEach(pages).map((page) => scenario.pathOf(page));
      for (const path of ["/", loginUrl, "/audit/", "/nowhere/", "/static/style.css", ...paths]) {
        const reply = await send(scenario.url, { path, headers: { host }, as: scenario.insider });
        expect([400, 421], `${path} of ${host}`).toContain(reply.status);
        expect(reply.cookies).toEqual([]);
        expect(reply.body).not.toContain(MARKS.own);
        if (reply.status === 421) expect(reply.body).toContain("ALLOWED_HOSTS");
      }
      for (const post of posts) {
        const form = await scenario.inputOf(post);
        const path = scenario.pathOf(post);
        const headers = { host, origin: `http://${host}`, referer: `http://${host}${path}` };
        await scenario.unchanged(async () => {
          const { status } = await send(scenario.url, {
            path,
            headers,
            form,
            as: scenario.insider,
          });
          expect([400, 421], post.id).toContain(status);
        });
      }
      for (const page of livePages) {
        const headers = { host, origin: `http://${host}` };
        const opening = openSocket(scenario.url, scenario.pathOf(page), scenario.insider, headers);
        await expect(opening, page.id).rejects.toThrow(/^4(00|21)$/);
        await expect(opening).rejects.toThrow(Refused);
      }
    });
  });

  it.each([
    ["an empty Host header", "/", "host:"],
    ["no Host header", "/", "x: HOST"],
    ["the address of another site", "http://evil.example/", "host: HOST"],
    ["an address in capitals", "HTTP://evil.example/", "host: HOST"],
    ["an address that has ours as the user", "http://HOST@evil.example/", "host: HOST"],
    ["our own address", "http://HOST/", "host: HOST"],
    ["our own address, to another host", "http://HOST/", "host: evil.example"],
  ])("nothing is answered to a request with %s", async (_what, target, line) => {
    const cookie = `cookie: ${scenario.insider.cookie}`;
    const lines = [`GET ${fill(target)} HTTP/1.1`, fill(line), cookie, "connection: close", "", ""];
    const heard = await sendBytes(scenario.url, lines.join("\r\n"));
    expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(heard).not.toContain(scenario.insider.username);
  });

  it.each([
    ["two Host headers, ours first", "1.1", ["host: HOST", "host: evil.example"]],
    ["two Host headers, ours last", "1.1", ["host: evil.example", "host: HOST"]],
    ["the same Host header twice", "1.1", ["host: HOST", "Host: HOST"]],
    ["HTTP/0.9", "0.9", ["host: HOST"]],
    ["HTTP/2.0 on a line of HTTP/1.1", "2.0", ["host: HOST"]],
  ])(
    "nothing is answered to a request with %s, not even the probes",
    async (_what, version, said) => {
      const cookie = `cookie: ${scenario.insider.cookie}`;
      for (const path of ["/", loginUrl, "/static/style.css", "/healthz", "/nowhere/"]) {
        const lines = [`GET ${path} HTTP/${version}`, ...said.map(fill), cookie];
        const bytes = [...lines, "connection: close", "", ""].join("\r\n");
        const heard = await sendBytes(scenario.url, bytes);
        expect(heard, path).toMatch(/^HTTP\/1\.1 (400|505) /);
        expect(heard).not.toMatch(/set-cookie/i);
        expect(heard).not.toContain(scenario.insider.username);
      }
    },
  );

  it("whoever probes the process may use any host", async () => {
    for (const host of ["10.0.0.7:9", "evil.example"]) {
      const { status } = await send(scenario.url, { path: "/healthz", headers: { host } });
      expect(status).toBe(200);
    }
  });
}
