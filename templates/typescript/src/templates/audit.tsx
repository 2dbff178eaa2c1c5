import { type AuditFilter, type AuditRow, OUTCOMES } from "#audit/log";
import { DataTable } from "#components/data-table";
import type { PageProps } from "#runtime/page";
import { Layout } from "./layout.tsx";

interface AuditProps extends PageProps {
  /** The newest first. */
  entries: AuditRow[];
  /** Are there any before the last one shown? */
  hasOlder: boolean;
  filter: AuditFilter;
  /** What this version of the project writes down. */
  actions: string[];
}

/** The audit log. */
export function AuditPage({ entries, hasOlder, filter, actions, ...page }: AuditProps) {
  const isFiltered = Boolean(filter.user || filter.action || filter.outcome);
  return (
    <Layout title="Audit log" page={page}>
      <h1>Audit log</h1>
      <FilterForm filter={filter} actions={actions} />
      <Entries
        entries={entries}
        empty={isFiltered ? "No entry is like that." : "Nothing has been recorded yet."}
      />
      <nav class="pagination" aria-label="Pages">
        {filter.before !== undefined && <a href={linkTo(filter)}>Newest</a>}
        {hasOlder && (
          <a rel="next" href={linkTo(filter, entries.at(-1)?.id)}>
            Older
          </a>
        )}
      </nav>
    </Layout>
  );
}

function FilterForm({ filter, actions }: Pick<AuditProps, "filter" | "actions">) {
  return (
    <form method="get" action="/audit/" class="filter">
      <div class="field">
        <label for="user">Who</label>
        <input id="user" name="user" value={filter.user} autocapitalize="none" />
      </div>
      <div class="field">
        <label for="action">What</label>
        <input id="action" name="action" value={filter.action} list="actions" />
        <datalist id="actions">
          {actions.map((action) => (
            <option key={action} value={action} />
          ))}
        </datalist>
      </div>
      <div class="field">
        <label for="outcome">Outcome</label>
        <select id="outcome" name="outcome">
          <option value="">any</option>
          {OUTCOMES.map((outcome) => (
            <option key={outcome} selected={outcome === filter.outcome}>
              {outcome}
            </option>
          ))}
        </select>
      </div>
      <div class="actions">
        <button type="submit">Filter</button>
        <a href="/audit/">Show all</a>
      </div>
    </form>
  );
}

function Entries({ entries, empty }: Pick<AuditProps, "entries"> & { empty: string }) {
  return (
    <DataTable
      rows={entries}
      empty={empty}
      columns={[
        {
          title: "When (UTC)",
          cell: ({ at }) => at.toISOString().slice(0, 19).replace("T", " "),
        },
        { title: "Who", cell: ({ username }) => username || "nobody" },
        { title: "What", cell: ({ action }) => action },
        {
          title: "Where",
          cell: ({ target, target_name: name }) => (
            <>
              {target} {name && <q>{name}</q>}
            </>
          ),
        },
        { title: "With", cell: ({ params }) => <code>{JSON.stringify(params)}</code> },
        {
          title: "Outcome",
          cell: ({ outcome, repeats }) => (
            <>
              <span class="badge">{outcome}</span> {repeats > 0 && `and ${repeats} more`}
            </>
          ),
        },
      ]}
    />
  );
}

function linkTo({ user = "", action = "", outcome = "" }: AuditFilter, before?: number): string {
  const values = Object.entries({ user, action, outcome, before: String(before ?? "") });
  const query = new URLSearchParams(values.filter(([, value]) => value !== ""));
  return query.size > 0 ? `/audit/?${query}` : "/audit/";
}
