import type { ListFilter, ListScreen } from "../../screens/screen.ts";
import { jsxAttribute, literal } from "../code/escapers.ts";
import { columnName } from "../code/names.ts";
import type { PageScope } from "../code/scope.ts";
import { choiceLabelsCode } from "../models/choices.ts";

const COMPONENTS = "src/components/list-filter.tsx";

/** What a list's page asks its visitors for: the elements inside its form; none: there is no form. */
export function listFilters(page: PageScope, { search, filters }: ListScreen): string[] {
  const elements = filters.map((filter) => filterElement(page, filter));
  if (search.length > 0) {
    page.imports.named(COMPONENTS, "SearchField");
    elements.unshift("<SearchField list={list} />");
  }
  if (elements.length > 0) page.imports.named(COMPONENTS, "ListFilter");
  return elements;
}

function filterElement(page: PageScope, filter: ListFilter): string {
  const { field, label } = filter;
  const isDay = field.type === "date" || field.type === "datetime";
  const component = isDay ? "DayFilter" : "SelectFilter";
  page.imports.named(COMPONENTS, component);
  const attributes = [
    "list={list}",
    `name="${columnName(field)}"`,
    `label=${jsxAttribute(label)}`,
    isDay ? "" : optionsAttributes(page, filter),
    !isDay && filter.nullable ? "nullable" : "",
  ];
  return `<${component} ${attributes.filter((each) => each !== "").join(" ")} />`;
}

/** What a select offers; of references the list says it by itself. */
function optionsAttributes(
  { imports, project, screen }: PageScope,
  { field, owner, choices }: ListFilter,
): string {
  if (field.type === "boolean") {
    imports.named("src/templates/fields.tsx", "yesOrNo");
    return "options={yesOrNo}";
  }
  if (choices.length === 0) return "";
  const app = project.app(owner.label);
  const labels = choiceLabelsCode(imports, screen.app, app, owner.model, field);
  return `options={${literal(field.choices)}} labels={${labels}}`;
}
