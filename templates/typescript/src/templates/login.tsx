import { loginUrl } from "../project.ts";
import type { PageProps } from "../runtime/page.ts";
import { CsrfField, Layout } from "./layout.tsx";

interface LoginProps extends PageProps {
  /** Where to go afterwards; already checked to be on this site. */
  next: string;
  username: string;
  error: string | null;
}

export function LoginPage({ next, username, error, ...page }: LoginProps) {
  return (
    <Layout title="Log in" page={page}>
      <h1>Log in</h1>
      <form method="post" action={loginUrl} class="form card">
        <CsrfField token={page.csrfToken} />
        <input type="hidden" name="next" value={next} />
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
