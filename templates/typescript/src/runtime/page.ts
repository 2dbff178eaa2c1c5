/** What every page of the project is given. */
import type { Perms } from "#permissions";
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
  /** What stands in the address after its `?`. */
  readonly query: Readonly<Record<string, string>>;
  /** Set for a live page; `fragment` when only its inner part is wanted, for a socket. */
  readonly live: { readonly fragment: boolean } | null;
  /** What was just done, to be said once. */
  readonly message: string | null;
  /** Why this is not what was asked for, or what has not been done. */
  readonly notice?: string | null;
}
