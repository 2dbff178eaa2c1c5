import { Section } from "#components/section";
import type { Deletion } from "#rows/deletion";
import type { RowGroup } from "#rows/row-groups";

const OBSTACLES = {
  denied: "You may not delete all that would go along, so nothing is deleted here.",
  held: "It cannot be deleted as long as other rows refer to it.",
};

/** What a page says before a row is deleted: which others go along, and what is in the way. */
export function DeletionReport({ deletion }: { deletion: Deletion }) {
  const { along, emptied, holding, obstacle } = deletion;
  return (
    <>
      <Groups heading="Will be deleted too" groups={along} />
      <Groups heading="Will no longer refer to it" groups={emptied} />
      <Groups heading="Refer to it" groups={holding} />
      {obstacle ? (
        <p class="form-error" role="alert">
          {OBSTACLES[obstacle]}
        </p>
      ) : (
        <p>This cannot be undone.</p>
      )}
    </>
  );
}

function Groups({ heading, groups }: { heading: string; groups: readonly RowGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <Section title={heading}>
      <ul>
        {groups.map(({ what, names, others }) => (
          <li key={what}>
            {what}
            {names.length > 0 && `: ${names.join(", ")}`}
            {others > 0 && ` and ${others} more`}
          </li>
        ))}
      </ul>
    </Section>
  );
}
