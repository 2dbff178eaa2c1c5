import type { ComponentChildren } from "preact";
import { choiceLabel } from "#forms/choice-labels";
import { addressOf, isNarrowed, type List, NONE } from "#lists/address";
import { PAGE_SIZE } from "#rows/pagination";
import type { Option } from "#rows/rows";

/** Above a list: what its rows are to be like. It is answered by the list itself, from its first page on. */
export function ListFilter({ list, children }: { list: List; children: ComponentChildren }) {
  return (
    <form class="filter" method="get" action={list.path} role="search">
      {children}
      {list.sort !== list.usualSort && <input type="hidden" name="_sort" value={list.sort} />}
      {list.size !== PAGE_SIZE && <input type="hidden" name="_size" value={list.size} />}
      <div class="actions">
        <button type="submit">Show</button>
        {isNarrowed(list) && <a href={addressOf(list, { search: "", filters: {} })}>Show all</a>}
      </div>
    </form>
  );
}

/** Words that the rows have in them. */
export function SearchField({ list }: { list: List }) {
  return (
    <div class="field">
      <label for="list_search">Search</label>
      <input id="list_search" type="search" name="_search" value={list.search} maxLength={100} />
    </div>
  );
}

interface FilterProps {
  list: List;
  name: string;
  label: string;
}

/**
 * One value that the rows have. A choice that is a plain text is read by its label, if it has one.
 *
 * @param options left out: the rows to which those of the list refer
 */
export function SelectFilter({
  list,
  name,
  label,
  options = list.options[name] ?? [],
  labels = {},
  nullable = false,
}: FilterProps & {
  options?: readonly (Option | string)[];
  labels?: Readonly<Record<string, string>>;
  /** Some rows have none. */
  nullable?: boolean;
}) {
  const chosen = list.filters[name];
  const all = options.map((option) =>
    typeof option === "string" ? { value: option, label: choiceLabel(labels, option) } : option,
  );
  if (nullable) all.push({ value: NONE, label: "None" });
  // A choice that is an empty text cannot be told from none that is chosen here.
  const offered = all.filter(({ value }) => value !== "");
  return (
    <div class="field">
      <label for={`list_${name}`}>{label}</label>
      <select id={`list_${name}`} name={name}>
        <option value="">Any</option>
        {offered.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === chosen}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Between which days it lies. */
export function DayFilter({ list, name, label }: FilterProps) {
  return (
    <>
      {(["from", "to"] as const).map((end) => (
        <div key={end} class="field">
          <label for={`list_${name}_${end}`}>
            {label} {end}
          </label>
          <input
            id={`list_${name}_${end}`}
            type="date"
            name={`${name}.${end}`}
            value={list.filters[`${name}.${end}`]}
          />
        </div>
      ))}
    </>
  );
}
