import { CONFIRMED_MINUTES } from "#accounts/request-session";
import type { PageProps } from "#runtime/page";
import { CsrfField, Layout, UsernameForPasswordManagers } from "./layout.tsx";

interface ConfirmPasswordProps extends PageProps {
  /** Where to go afterwards; already checked to be on this site. */
  next: string;
  /** What is confirmed: `Retire “Crate 7”`; "" when that is not known. */
  what: string;
  error: string | null;
  /** What they had typed into a form; null: it is too long to be kept. */
  kept?: string | null | undefined;
}

const TOO_LONG =
  "What you typed is too long to be kept meanwhile. Confirm your password in another tab, " +
  "then load this page again: your browser will send it once more.";

export function ConfirmPasswordPage({ next, what, error, kept, ...page }: ConfirmPasswordProps) {
  return (
    <Layout title="Confirm your password" page={page}>
      <h1>Confirm your password</h1>
      {kept === null && <p class="banner">{TOO_LONG}</p>}
      {kept && <p class="banner">What you typed is kept until then. Nothing was saved yet.</p>}
      {what && <p class="confirmed">{what}</p>}
      <p>
        This action asks for your password again. Once confirmed, it is good for {CONFIRMED_MINUTES}{" "}
        minutes. Afterwards, go on where you were.
      </p>
      <form method="post" action="/confirm-password/" class="form card">
        <CsrfField token={page.csrfToken} />
        <UsernameForPasswordManagers page={page} />
        <input type="hidden" name="next" value={next} />
        {kept && <input type="hidden" name="kept" value={kept} />}
        {error && (
          <p class="form-error" role="alert">
            {error}
          </p>
        )}
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
            Confirm
          </button>
        </div>
      </form>
    </Layout>
  );
}
