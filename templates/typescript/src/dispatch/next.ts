/** Where to go on to: only ever to a place on this very site. */

/** No page is longer to name than that; what is longer is not even looked at. */
const LONGEST = 2000;

/**
 * A place on this site to go on to, or the fallback. Browsers read `\` as `/` and drop tabs and
 * newlines, so `next` is resolved the way they do it and must stay on the same origin.
 */
export function safeNext(next: unknown, fallback = "/"): string {
  if (typeof next !== "string" || next.length > LONGEST || !next.startsWith("/")) return fallback;
  if (/[\\\p{Cc}]/u.test(next)) return fallback;
  const base = "http://site.invalid";
  if (!URL.canParse(next, base)) return fallback;
  const url = new URL(next, base);
  const place = url.pathname + url.search + url.hash;
  // "/.//evil" resolves to the path "//evil", which another browser step would take for a host.
  return url.origin === base && !place.startsWith("//") ? place : fallback;
}

/** Is this the address of a page of the very host that a request was sent to? */
export function isSameHost(address: string | undefined, host: string | undefined): boolean {
  if (!address || address.length > LONGEST || !URL.canParse(address)) return false;
  const { protocol, host: its } = new URL(address);
  // Through URL on both sides, because a default port may or may not be written.
  const own = `${protocol}//${host}`;
  return host !== undefined && URL.canParse(own) && new URL(own).host === its && its !== "";
}

/** The page a form was sent from, when it is of this very site. */
export function safeReferer(referer: string | undefined, host: string | undefined): string {
  if (!referer || !isSameHost(referer, host)) return "/";
  const { pathname, search } = new URL(referer);
  return safeNext(pathname + search);
}

/** Where to log in, and come back from. */
export function loginLocation(loginUrl: string, next: string): string {
  return `${loginUrl}?next=${encodeURIComponent(next)}`;
}
