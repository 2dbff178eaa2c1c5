/** Makes HTML of a page component: adds what every page gets, escapes everything. */
import { randomUUID } from "node:crypto";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Rendering } from "#runtime/answer";
import type { PageProps } from "#runtime/page";
import { permsOf } from "./perms.ts";

export type PageState = Pick<
  PageProps,
  "visitor" | "csrfToken" | "seal" | "path" | "query" | "live" | "message" | "notice"
>;

/** The page as HTML: a whole document, or the inner part of a live page. */
export function renderPage({ page, props }: Rendering, state: PageState): string {
  const { visitor } = state;
  const own = { perms: permsOf(visitor), user: visitor.user, writeKey: randomUUID() };
  const all: PageProps = { ...state, ...own };
  const html = renderToString(h(page, { ...props, ...all }));
  return state.live?.fragment ? html : `<!doctype html>\n${html}`;
}
