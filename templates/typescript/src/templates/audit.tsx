import type { AuditRow } from "../runtime/audit.ts";
import type { PageProps } from "../runtime/page.ts";
import { Layout } from "./layout.tsx";

/** The audit log, for superusers. */
export function AuditPage({ entries, ...page }: { entries: AuditRow[] } & PageProps) {
  return (
    <Layout title="Audit log" page={page}>
      <h1>Audit log</h1>
      {entries.length === 0 ? (
        <p class="empty">Nothing has been recorded yet.</p>
      ) : (
        <div class="table-wrap">
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Where</th>
                <th scope="col">With</th>
                <th scope="col">Outcome</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.id}>
                  <td data-label="When">{entry.at.toISOString().slice(0, 19).replace("T", " ")}</td>
                  <td data-label="Who">{entry.username}</td>
                  <td data-label="What">{entry.action}</td>
                  <td data-label="Where">{entry.target}</td>
                  <td data-label="With">
                    <code>{JSON.stringify(entry.params)}</code>
                  </td>
                  <td data-label="Outcome">
                    <span class="badge">{entry.outcome}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Layout>
  );
}
