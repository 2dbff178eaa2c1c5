import { apps, type Endpoint } from "../../support/matrix.ts";
import { isForm } from "../../support/rows.ts";

/** `npm run test:attack` tries every endpoint; `npm test` one of each kind, and a smaller sample. */
export const isThorough = process.env["MODE"] === "attack";

const all = apps.flatMap((app) => app.endpoints);

/** One of each kind: for attacks on what the endpoints of a kind have in common. */
export function oneOfEach(endpoints: readonly Endpoint[]): Endpoint[] {
  const kinds = endpoints.map((each): [string, Endpoint] => [kindOf(each), each]);
  return [...new Map(kinds.reverse()).values()].reverse();
}

function kindOf(endpoint: Endpoint): string {
  const { method, effect, params, object, member, scope, input = {} } = endpoint;
  const traits = [object, member, scope, isForm(endpoint), isPublic(endpoint), isLogin(endpoint)];
  const shape = [Object.keys(params).length, Object.keys(input).length > 0, effect?.kind];
  return JSON.stringify([method, ...shape, ...traits.map(Boolean)]);
}

const some = (endpoints: Endpoint[]) => (isThorough ? endpoints : oneOfEach(endpoints));

/** Every page, over HTTP. */
export const pages = all.filter(({ method }) => method === "GET");
/** Whether a page asks before it, at the same path. */
export const hasPage = ({ method, path }: Endpoint) =>
  method === "POST" && pages.some((page) => page.path === path);

/** Whatever is posted. */
export const posts = some(all.filter(({ method }) => method === "POST"));
/** What is posted with values. */
export const filledPosts = posts.filter(({ input = {} }) => Object.keys(input).length > 0);
export const livePages = some(all.filter(({ method }) => method === "CONNECT"));
export const events = some(all.filter(({ method }) => method === "EVENT"));

export function isPublic({ guard }: Endpoint): boolean {
  return guard === "public";
}

export function isLogin({ guard }: Endpoint): boolean {
  return guard === "login";
}

/** The handlers of a live page. */
export function handlersOf({ view }: Endpoint): Endpoint[] {
  return all.filter((each) => each.view === view && each.method === "EVENT");
}

/** The page whose socket an event comes in over. */
export function pageOf({ view }: Endpoint): Endpoint {
  const page = all.find((each) => each.view === view && each.method === "CONNECT");
  if (!page) throw new Error(`The matrix has no page for ${view}.`);
  return page;
}
