import type { ComponentChildren } from "preact";
import { CONFIRMED_MINUTES } from "#accounts/request-session";
import { loginUrl, projectName } from "#project";
import type { PageProps } from "#runtime/page";
import { Menu } from "./menu.tsx";

interface LayoutProps {
  title: string;
  page: PageProps;
  children?: ComponentChildren;
}

/** The frame around every page. On a live page's socket only the inner part is rendered. */
export function Layout({ title, page, children }: LayoutProps) {
  const said = (
    <>
      {page.message && (
        <p class="message" role="status">
          {page.message}
        </p>
      )}
      {page.notice && (
        <p class="banner" role="alert">
          {page.notice}
        </p>
      )}
    </>
  );
  const fullTitle = `${title} · ${projectName}`;
  if (page.live?.fragment) {
    return (
      <>
        <title>{fullTitle}</title>
        {said}
        {children}
      </>
    );
  }
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="htmx-config" content={JSON.stringify(htmxConfig)} />
        <meta name="csrf-token" content={page.csrfToken} />
        <title>{fullTitle}</title>
        <link rel="stylesheet" href="/static/style.css" />
        <link rel="icon" href="data:," />
        <script src="/static/vendor/htmx.js" />
        <script src="/static/vendor/hx-ws.js" />
        <script type="module" src="/static/live.js" />
      </head>
      <body>
        <a class="skip-link" href="#main">
          Skip to content
        </a>
        <Header page={page} />
        <main id="main" tabIndex={-1}>
          <div id="banner" role="alert" />
          {page.live && <Connection />}
          {said}
          {page.live ? (
            <div id="live" hx-ws-connect={page.path} hx-swap="innerMorph">
              {children}
            </div>
          ) : (
            children
          )}
        </main>
        {page.live && <ConfirmDialog page={page} />}
      </body>
    </html>
  );
}

/**
 * htmx reads attributes as `hx-ws-connect`, adds no style of its own and evaluates no code. It keeps
 * no event for a later connection, and tries to connect again every few seconds.
 */
const htmxConfig = {
  metaCharacter: "-",
  includeIndicatorCSS: false,
  allowEval: false,
  ws: { maxOutgoingMessagesQueueSize: 0, reconnectMaxDelay: 5000 },
};

/** How a live page's connection is, written by connection.js; and what there is without scripts. */
function Connection() {
  return (
    <>
      <p id="connection" class="connection" role="status" hidden />
      <noscript>
        <p class="banner">
          This page needs JavaScript: without it, its buttons do nothing, and what it shows is as it
          was when it was loaded.
        </p>
      </noscript>
    </>
  );
}

function Header({ page }: { page: PageProps }) {
  const { user, perms } = page;
  return (
    <header class="site-header">
      <a class="brand" href="/">
        {projectName}
      </a>
      <Menu page={page} />
      <div class="account">
        {perms.auth.view_audit_log && <a href="/audit/">Audit</a>}
        {user ? (
          <form method="post" action="/logout/" class="inline">
            <CsrfField token={page.csrfToken} />
            <a class="username" href="/my-account/">
              {user.username}
            </a>
            <button type="submit" class="quiet">
              Log out
            </button>
          </form>
        ) : (
          <a href={loginUrl}>Log in</a>
        )}
      </div>
    </header>
  );
}

/** Every form that is posted carries this. */
export function CsrfField({ token }: { token: string }) {
  return <input type="hidden" name="_csrf" value={token} />;
}

/** What a live page says above its content when an event was refused. */
export function Banner({ sentence, reload }: { sentence: string; reload: string | null }) {
  return (
    <p class="banner">
      {sentence}
      {reload !== null && (
        <>
          . <a href={reload}>Reload</a> to see what you can do now.
        </>
      )}
    </p>
  );
}

/** A password manager finds the right entry by the name next to the password. */
export function UsernameForPasswordManagers({ page }: { page: PageProps }) {
  return <input name="username" autocomplete="username" value={page.user?.username} hidden />;
}

/** Opened by live.js when an event wants the password again. */
function ConfirmDialog({ page }: { page: PageProps }) {
  return (
    <dialog id="confirm-password" aria-labelledby="confirm-password-title">
      <form method="post" action="/confirm-password/" class="form">
        <CsrfField token={page.csrfToken} />
        <UsernameForPasswordManagers page={page} />
        <h2 id="confirm-password-title">Confirm your password</h2>
        <p id="confirm-password-what" class="confirmed" />
        <p class="hint">Good for {CONFIRMED_MINUTES} minutes in this browser.</p>
        <p class="error" role="alert" />
        <div class="field">
          <label for="confirm-password-input">Password</label>
          <input
            id="confirm-password-input"
            type="password"
            name="password"
            autocomplete="current-password"
            required
          />
        </div>
        <div class="actions">
          <button type="submit" class="primary">
            Confirm
          </button>
          <button type="button" data-close>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
