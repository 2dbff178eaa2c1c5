import type { Option } from "#rows/rows";

/** The input of a control in which a row or user is chosen. */
export function RowSelect({
  name,
  options = [],
}: {
  name: string;
  /** What it offers; left out: nothing. */
  options?: readonly Option[] | undefined;
}) {
  return (
    <select name={name} required>
      <option value="">Choose…</option>
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
