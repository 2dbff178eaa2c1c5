import type { SessionRow } from "#accounts/sessions";
import { DataTable } from "#components/data-table";
import { Section } from "#components/section";
import type { PageProps } from "#runtime/page";
import { CsrfField, Layout, UsernameForPasswordManagers } from "./layout.tsx";

interface AccountProps extends PageProps {
  /** Where the visitor is logged in; what was used last comes first. */
  sessions: SessionRow[];
  /** The session of this very browser. */
  current: string;
  /** What was wrong with the passwords. */
  error: string | null;
}

/** One's own account. */
export function AccountPage({ sessions, current, error, ...page }: AccountProps) {
  return (
    <Layout title="Your account" page={page}>
      <h1>Your account</h1>
      <Section title="Where you are logged in">
        <Sessions sessions={sessions} current={current} page={page} />
        <form method="post" action="/my-account/log-out-everywhere/">
          <CsrfField token={page.csrfToken} />
          <button type="submit">Log out everywhere</button>
        </form>
      </Section>
      <Section title="Change your password">
        <PasswordForm error={error} page={page} />
      </Section>
    </Layout>
  );
}

function Sessions({
  sessions,
  current,
  page,
}: Pick<AccountProps, "sessions" | "current"> & { page: PageProps }) {
  return (
    <DataTable
      rows={sessions}
      empty="You are logged in nowhere."
      columns={[
        { title: "Last used (UTC)", cell: (session) => written(session.last_seen_at) },
        { title: "Since (UTC)", cell: (session) => written(session.created_at) },
        { title: "Address", cell: (session) => session.address || "unknown" },
        { title: "Browser", cell: (session) => session.browser || "unknown" },
      ]}
      actions={(session) => (
        <form method="post" action="/my-account/end-session/" class="inline">
          <CsrfField token={page.csrfToken} />
          <input type="hidden" name="session" value={session.id} />
          {session.id === current && <span class="badge">here</span>}{" "}
          <button type="submit">End this one</button>
        </form>
      )}
    />
  );
}

function PasswordForm({ error, page }: { error: string | null; page: PageProps }) {
  return (
    <form method="post" action="/my-account/password/" class="form card">
      <CsrfField token={page.csrfToken} />
      <UsernameForPasswordManagers page={page} />
      {error && (
        <p class="form-error" role="alert">
          {error}
        </p>
      )}
      <PasswordField name="old" label="Old password" autocomplete="current-password" />
      <PasswordField name="new" label="New password" autocomplete="new-password" />
      <PasswordField name="again" label="New password again" autocomplete="new-password" />
      <p class="hint">At least 8 characters. Everywhere but here you will be logged out.</p>
      <div class="actions">
        <button type="submit" class="primary">
          Change the password
        </button>
      </div>
    </form>
  );
}

function PasswordField(props: { name: string; label: string; autocomplete: string }) {
  const { name, label, autocomplete } = props;
  return (
    <div class="field">
      <label for={`${name}-password`}>{label}</label>
      <input
        id={`${name}-password`}
        name={name}
        type="password"
        autocomplete={autocomplete}
        required
      />
    </div>
  );
}

const written = (time: Date) => time.toISOString().slice(0, 16).replace("T", " ");
