import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createUser } from "../../templates/typescript/src/accounts/users.ts";
import { RateLimit } from "../../templates/typescript/src/database/tables.ts";
import { networkOf } from "../../templates/typescript/src/server/addresses.ts";
import { anonymousSession } from "../../templates/typescript/tests/support/sessions.ts";
import { startStubApp, type StubApp } from "./support/stub-app.ts";

// Who guesses is stopped; who knows the password gets in.

const RIGHT = "correct horse battery";
const passwords = { perName: 3, perDevice: 2, perAddress: 5, minutes: 15 };

let stub: StubApp;
let names = 0;
let ada = "";
beforeAll(async () => {
  stub = await startStubApp({ limits: { passwords }, trustProxy: () => true });
});
afterAll(() => stub.close());
beforeEach(async () => {
  await stub.database.db.delete(RateLimit);
  ada = `ada-${++names}`;
  await createUser(stub.database.db, { username: ada, password: RIGHT });
});

let addresses = 0;
const elsewhere = () => `198.51.100.${++addresses}`;

/** @returns the status, and the cookies that the browser has afterwards */
async function logIn(username: string, password: string, address = elsewhere(), held = "") {
  const nobody = await anonymousSession(stub.app);
  const cookie = [nobody.cookie, held].filter(Boolean).join("; ");
  const answer = await stub.app.inject({
    method: "POST",
    url: "/login/",
    headers: { cookie, "x-forwarded-for": address },
    payload: { _csrf: nobody.csrfToken, username, password },
  });
  const device = answer.cookies.find(({ name }) => name === "device");
  return { status: answer.statusCode, body: answer.body, device: `device=${device?.value ?? ""}` };
}

const statusOf = async (...attempt: Parameters<typeof logIn>) => (await logIn(...attempt)).status;

async function fail(times: number, username: string, address?: string): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    expect(await statusOf(username, "wrong", address)).toBe(422);
  }
}

describe("a name", () => {
  it("may be guessed at so often from anywhere, and is said to be limited", async () => {
    await fail(3, ada);
    const { status, body } = await logIn(ada, RIGHT);
    expect(status).toBe(429);
    expect(body).toContain("Too many wrong passwords. Try again in 15 minutes.");
    expect(body).toContain(`value="${ada}"`);
    vi.useFakeTimers({ now: Date.now() + 15 * 60_000, toFake: ["Date"] });
    expect(await statusOf(ada, RIGHT)).toBe(303);
    vi.useRealTimers();
  });

  it("may log in as often as it likes", async () => {
    for (let time = 0; time < 7; time += 1) expect(await statusOf(ada, RIGHT, "::1")).toBe(303);
    await fail(3, ada);
  });

  it("that nobody has is limited in the same way", async () => {
    await fail(3, "nobody");
    expect(await statusOf("nobody", "wrong")).toBe(429);
  });

  it("is open where it has logged in before, whatever others try", async () => {
    const { device } = await logIn(ada, RIGHT, "192.0.2.1");
    await fail(3, ada, "192.0.2.1");
    await fail(2, "another", "192.0.2.1");
    expect(await statusOf(ada, RIGHT, "192.0.2.1")).toBe(429);
    expect(await statusOf(ada, RIGHT, "192.0.2.1", device)).toBe(303);
  });

  it("is limited for a browser by what was wrong there, and that concerns no other", async () => {
    const { device } = await logIn(ada, RIGHT);
    const other = await logIn(ada, RIGHT);
    for (let time = 0; time < 2; time += 1)
      expect(await statusOf(ada, "wrong", undefined, device)).toBe(422);
    expect(await statusOf(ada, RIGHT, undefined, device)).toBe(429);
    expect(await statusOf(ada, RIGHT, undefined, other.device)).toBe(303);
    expect(await statusOf(ada, RIGHT)).toBe(303);
  });

  it("is not known to a browser by another's cookie, nor by one that was made up", async () => {
    await createUser(stub.database.db, { username: `other-${ada}`, password: RIGHT });
    const { device } = await logIn(`other-${ada}`, RIGHT);
    await fail(3, ada);
    expect(await statusOf(ada, RIGHT, undefined, device)).toBe(429);
    const [id, name, signature] = device.slice("device=".length).split(".");
    for (const forged of [`${id}.${name}.${name}.${signature}`, `${id}.${name}`, "...", "x"])
      expect(await statusOf(ada, RIGHT, undefined, `device=${forged}`)).toBe(429);
  });

  it("is known to a browser that several share", async () => {
    const first = await logIn(ada, RIGHT);
    const other = `other-${ada}`;
    await createUser(stub.database.db, { username: other, password: RIGHT });
    const { device } = await logIn(other, RIGHT, undefined, first.device);
    await fail(3, ada);
    expect(await statusOf(ada, RIGHT, undefined, device)).toBe(303);
  });
});

describe("an address", () => {
  it("may be wrong more often, for all names, and lets in whoever is right", async () => {
    const office = "203.0.113.9";
    for (const name of ["a", "b", "c", "d"]) await fail(1, name, office);
    for (let time = 0; time < 5; time += 1) expect(await statusOf(ada, RIGHT, office)).toBe(303);
    await fail(1, "e", office);
    expect(await statusOf(ada, RIGHT, office)).toBe(429);
    expect(await statusOf(ada, RIGHT)).toBe(303);
  });

  it("of IPv6 is a whole /64", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) {
      expect(await statusOf(name, "wrong", `2001:db8:0:7::${name}`)).toBe(422);
    }
    expect(await statusOf(ada, RIGHT, "2001:db8:0:7:ffff::1")).toBe(429);
    expect(await statusOf(ada, RIGHT, "2001:db8:0:8::1")).toBe(303);
  });

  it("does not fill the count of a name that it may try no more", async () => {
    const full = elsewhere();
    for (const name of ["a", "b", "c", "d", "e"]) await fail(1, name, full);
    for (let time = 0; time < 5; time += 1) expect(await statusOf(ada, "wrong", full)).toBe(429);
    expect(await statusOf(ada, RIGHT)).toBe(303);
  });
});

it("a hundred guesses at once are no more than one after another", async () => {
  const guesses = Array.from({ length: 100 }, (_, guess) => statusOf(ada, `guess ${guess}`));
  const statuses = await Promise.all(guesses);
  expect(statuses.filter((status) => status === 422)).toHaveLength(3);
  expect(statuses.filter((status) => status === 429)).toHaveLength(97);
});

it("the password may be confirmed wrongly so often in one session", async () => {
  const user = { username: `own-${ada}`, password: RIGHT };
  const visitor = await stub.login(user);
  const confirm = async (password: string, { cookie, csrfToken } = visitor) => {
    const payload = { _csrf: csrfToken, password };
    const headers = { cookie, accept: "application/json" };
    const url = "/confirm-password/";
    return (await stub.app.inject({ method: "POST", url, headers, payload })).statusCode;
  };
  for (let time = 0; time < 4; time += 1) expect(await confirm(RIGHT)).toBe(200);
  const guesses = Array.from({ length: 20 }, (_, guess) => confirm(`guess ${guess}`));
  expect((await Promise.all(guesses)).filter((status) => status === 422)).toHaveLength(2);
  expect(await confirm(RIGHT)).toBe(429);
  expect(await statusOf(user.username, RIGHT)).toBe(303);
});

it.each([
  ["203.0.113.9", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:DB8::1", "2001:db8:0:0::/64"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:0db8:0001:0002::", "2001:db8:1:2::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["local", "local"],
])("%s belongs to %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it("static files do not count as requests, pages do", async () => {
  const limited = await startStubApp({ limits: { requestsPerMinute: 2 } });
  const get = async (url: string) => (await limited.app.inject({ url })).statusCode;
  for (let time = 0; time < 5; time += 1) expect(await get("/static/style.css")).toBe(200);
  expect([await get("/login/"), await get("/login/"), await get("/login/")]).toEqual([
    200, 200, 429,
  ]);
  expect(await get("/static/vendor/htmx.js")).toBe(200);
  await limited.close();
});
