import { loginUrl } from "#project";
import type { PageProps } from "#runtime/page";
import { CsrfField, Layout } from "./layout.tsx";

interface LoginProps extends PageProps {
  /** Where to go afterwards; already checked to be on this site. */
  next: string;
  username: string;
  error: string | null;
  /** What they had typed into a form; null: it is too long to be kept. */
  kept?: string | null | undefined;
}

const TOO_LONG =
  "What you typed is too long to be kept meanwhile. Log in in another tab, " +
  "then load this page again: your browser will send it once more.";

export function LoginPage({ next, username, error, kept, ...page }: LoginProps) {
  return (
    <Layout title="Log in" page={page}>
      <h1>Log in</h1>
      {kept === null && <p class="banner">{TOO_LONG}</p>}
      {kept && <p class="banner">What you typed is kept until then. Nothing was saved yet.</p>}
      <form method="post" action={loginUrl} class="form card">
        <CsrfField token={page.csrfToken} />
        <input type="hidden" name="next" value={next} />
        {kept && <input type="hidden" name="kept" value={kept} />}
        {error && (
          <p class="form-error" role="alert">
            {error}
          </p>
        )}
        <div class="field">
          <label for="username">Username</label>
          <input
            id="username"
            name="username"
            value={username}
            autocomplete="username"
            autocapitalize="none"
            required
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
          />
        </div>
        <div class="actions">
          <button type="submit" class="primary">
            Log in
          </button>
        </div>
      </form>
    </Layout>
  );
}
