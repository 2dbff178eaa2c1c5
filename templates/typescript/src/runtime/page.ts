/**
 * Makes HTML of a page component: adds what every page gets, escapes everything.
 */
import { randomUUID } from "node:crypto";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Perms } from "../permissions.ts";
import type { Rendering } from "./answer.ts";
import { permsOf } from "./perms.ts";
import type { User, Visitor } from "./visitor.ts";

/** What every page component gets from the runtime, besides its own props. */
export interface PageProps {
  readonly perms: Perms;
  /** null: nobody is logged in. */
  readonly user: User | null;
  readonly visitor: Visitor;
  readonly csrfToken: string;
  /** Of this very rendering: what is sent with it twice is done once. */
  readonly writeKey: string;
  /** Hides what the page says of its rows from whoever reads it. */
  readonly seal: (seen: string) => string;
  readonly path: string;
  /** Set for a live page; `fragment` when only its inner part is wanted, for a socket. */
  readonly live: { readonly fragment: boolean } | null;
  /** What was just done, to be said once. */
  readonly message: string | null;
  /** Why this is not what was asked for, or what has not been done. */
  readonly notice?: string | null;
}

export type PageState = Pick<
  PageProps,
  "visitor" | "csrfToken" | "seal" | "path" | "live" | "message" | "notice"
>;

/** The page as HTML: a whole document, or the inner part of a live page. */
export function renderPage({ page, props }: Rendering, state: PageState): string {
  const { visitor } = state;
  const own = { perms: permsOf(visitor), user: visitor.user, writeKey: randomUUID() };
  const all: PageProps = { ...state, ...own };
  const html = renderToString(h(page, { ...props, ...all }));
  return state.live?.fragment ? html : `<!doctype html>\n${html}`;
}
