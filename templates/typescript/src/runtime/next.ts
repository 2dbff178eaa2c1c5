/**
 * A place on this site to go on to, or the fallback. Browsers read `\` as `/` and drop tabs and
 * newlines, so `next` is resolved the way they do it and must stay on the same origin.
 */
export function safeNext(next: unknown, fallback = "/"): string {
  if (typeof next !== "string" || !next.startsWith("/") || /[\\\0-\x1f\x7f]/.test(next)) {
    return fallback;
  }
  const base = "http://site.invalid";
  if (!URL.canParse(next, base)) return fallback;
  const url = new URL(next, base);
  const place = url.pathname + url.search + url.hash;
  // "/.//evil" resolves to the path "//evil", which another browser step would take for a host.
  return url.origin === base && !place.startsWith("//") ? place : fallback;
}

/** The page a form was sent from, when it is of this very site. */
export function safeReferer(referer: string | undefined, host: string | undefined): string {
  if (!referer || !URL.canParse(referer)) return "/";
  const url = new URL(referer);
  return url.host === host ? safeNext(url.pathname + url.search) : "/";
}

/** Where to log in, and come back from. */
export function loginLocation(loginUrl: string, next: string): string {
  return `${loginUrl}?next=${encodeURIComponent(next)}`;
}
