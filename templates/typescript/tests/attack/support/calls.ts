import type { Endpoint } from "../../support/matrix.ts";
import type { Ground } from "./ground.ts";
import type { Guest } from "./guests.ts";
import { formBody, send, type Sending } from "./http.ts";
import { openSocket } from "./live.ts";
import type { Random } from "./random.ts";
import type { Scenario } from "./scenario.ts";
import { pageOf } from "./doors.ts";

/** One random call. Whatever is strange about it has a name. */
export interface Call {
  readonly guest: Guest;
  readonly endpoint: Endpoint;
  readonly world: keyof Ground;
  readonly oddities: readonly string[];
  readonly input: Record<string, unknown>;
}

/** What came back: a status, or the frames of a socket. */
export interface Answer {
  readonly status: number;
  readonly location: string;
  /** The body, or what the socket said after the page itself. */
  readonly text: string;
}

const NUMBERS = [-1, 0, 1.5, 1e308, 2147483648, Number.MAX_SAFE_INTEGER];
const TEXTS = ["", " ", "\0", "\ud800", "x".repeat(5000), "9".repeat(60), "1970-13-45", "true"];
const CODE = ["' or '1'='1", "1; select pg_sleep(60)", "<b onclick=x>", "../x", "__proto__"];
const OBJECTS: unknown[] = [
  null,
  true,
  [],
  [1],
  {},
  { $gt: 0 },
  { constructor: {} },
  [[[[[[1]]]]]],
];
const VALUES = [...NUMBERS, ...TEXTS, ...CODE, ...OBJECTS];
const EVENTS = ["constructor", "__proto__", "mount", "toString", "handleError", "view", ""];
// Not POST, which a page of the same path may take.
const METHODS = ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"];
const TYPES = ["text/plain", "application/json", "application/xml", "multipart/form-data", ";"];
const HEADERS: readonly Record<string, string>[] = [
  { accept: "application/json" },
  { "hx-request": "true" },
  { "x-http-method-override": "DELETE" },
  { referer: "https://evil.example/" },
  { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
  { range: "bytes=0-1" },
];
const SPELLINGS: readonly ((path: string) => string)[] = [
  (path) => path.slice(0, -1),
  (path) => `/${path}`,
  (path) => `${path}?_page=99999999&_list=//evil.example&next=//evil.example`,
  (path) => path.toUpperCase(),
  (path) => path.replaceAll(/\d+/g, "2147483647"),
  (path) => path.replaceAll(/\d+/g, "99999999999"),
  (path) => path.replaceAll(/\d+/g, "0"),
  (path) => `${path}%00`,
  (path) => `/static/..${path}`,
];

/** The oddities of an HTTP call, each of them made by chance. */
const HTTP_ODDITIES = ["method", "type", "headers", "spelling", "token", "values"] as const;
const EVENT_ODDITIES = ["name", "values", "extra", "garbage", "twice"] as const;

export async function randomCall(
  scenario: Scenario,
  random: Random,
  endpoints: readonly Endpoint[],
  guests: readonly Guest[],
): Promise<Call> {
  const endpoint = random.pick(endpoints);
  const world = random.chance(0.3) ? "foreign" : "own";
  const known: readonly string[] = endpoint.method === "EVENT" ? EVENT_ODDITIES : HTTP_ODDITIES;
  // Half of the calls are as they should be.
  const oddities = random.chance(0.5) ? [] : random.sample(known, 1 + random.below(2));
  const guest = random.pick(guests);
  const input = await scenario.inputOf(endpoint, guest, world);
  if (oddities.includes("values")) {
    for (const name of Object.keys(input)) {
      if (random.chance(0.6)) input[name] = random.pick(VALUES);
    }
  }
  return { endpoint, world, oddities, input, guest };
}

export async function perform(scenario: Scenario, random: Random, call: Call): Promise<Answer> {
  const { endpoint, guest, world, input } = call;
  const odd = (name: string) => call.oddities.includes(name);
  if (endpoint.method === "EVENT") return fire(scenario, random, call);
  const path = scenario.pathOf(endpoint, world);
  if (endpoint.method === "CONNECT") return visit(scenario, guest, path, []);
  const sending: Sending = {
    path: odd("spelling") ? random.pick(SPELLINGS)(path) : path,
    as: guest,
    headers: odd("headers") ? random.pick(HEADERS) : {},
  };
  if (odd("method")) sending.method = random.pick(METHODS);
  else if (endpoint.method === "POST") sending.method = "POST";
  const bears = sending.method !== undefined && !["GET", "HEAD", "TRACE"].includes(sending.method);
  if (bears) {
    const token = odd("token") ? "" : guest.csrfToken;
    const type = odd("type") ? random.pick(TYPES) : "application/x-www-form-urlencoded";
    sending.headers = { ...sending.headers, "content-type": type };
    sending.body = formBody({ ...input, _csrf: token });
  }
  const { status, location, body, headers } = await send(scenario.url, sending);
  return { status, location: location || String(headers["hx-redirect"] ?? ""), text: body };
}

function fire(scenario: Scenario, random: Random, call: Call): Promise<Answer> {
  const { endpoint, guest, world, input } = call;
  const odd = (name: string) => call.oddities.includes(name);
  const event = odd("name") ? random.pick(EVENTS) : endpoint.event;
  const extra = odd("extra")
    ? { [random.pick(["x", "constructor", "id"])]: random.pick(VALUES) }
    : {};
  const json = JSON.stringify({ event, ...input, ...extra });
  const text = odd("garbage") ? json.slice(0, random.below(json.length)) : json;
  const texts = odd("twice") ? [text, text] : [text];
  return visit(scenario, guest, scenario.pathOf(pageOf(endpoint), world), texts);
}

/** Opens a page's socket, sends the texts, and takes down everything that is said. */
async function visit(
  scenario: Scenario,
  guest: Guest,
  path: string,
  texts: string[],
): Promise<Answer> {
  const socket = await openSocket(scenario.url, path, guest, undefined, texts);
  const said: string[] = [];
  let last: Record<string, unknown> = {};
  while (said.length < 1 + texts.length && !("closed" in last)) {
    last = { ...(await socket.next()) };
    said.push(JSON.stringify(last));
    // A page that is given up closes; what is said before tells why.
    if (last["type"] === "redirect") break;
  }
  socket.close();
  const location = typeof last["location"] === "string" ? last["location"] : "";
  // Whoever may see the page has been shown it first.
  const answers =
    texts.length > 0 && said[0]?.startsWith('{"type":"render"') ? said.slice(1) : said;
  return { status: last["type"] === "render" ? 200 : 400, location, text: answers.join("\n") };
}
