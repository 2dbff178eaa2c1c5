import type { Fact, FactValue, FieldFact } from "../../../schema/row-condition.ts";
import type { ProjectIndex } from "../../render/project-index.ts";
import { literal } from "../code/escapers.ts";
import type { Imports } from "../code/imports.ts";

/**
 * Facts as code, as the manifest says them: `{ state: "review", "project.members": { user: USER } }`.
 *
 * @param module that `USER` and `not` come from
 */
export function factsCode(
  index: ProjectIndex,
  facts: readonly Fact[],
  imports: Imports,
  module: string,
): string {
  const members = facts.map((fact) => {
    const names = [...fact.path, fact.kind === "field" ? fact.field : fact.name];
    const key = names.length === 1 ? names[0] : literal(names.join("."));
    return `${key}: ${factCode(index, fact, imports, module)}`;
  });
  return `{ ${members.join(", ")} }`;
}

function factCode(index: ProjectIndex, fact: Fact, imports: Imports, module: string): string {
  if (fact.kind === "related") {
    return fact.meets === null ? "null" : factsCode(index, fact.meets, imports, module);
  }
  const values = fact.values.map((value) => valueCode(index, fact, value, imports, module));
  if (fact.negated) {
    imports.named(module, "not");
    return `not(${values.join(", ")})`;
  }
  return values.length === 1 ? values.join() : `[${values.join(", ")}]`;
}

function valueCode(
  index: ProjectIndex,
  { model, field }: FieldFact,
  value: FactValue,
  imports: Imports,
  module: string,
): string {
  if ("value" in value) return String(value.value);
  if ("choice" in value) {
    const { choices } = index.model(model).fields.find(({ name }) => name === field) ?? {};
    const choice = choices?.[value.choice];
    if (choice === undefined)
      throw new Error(`the resolved project has no such choice of ${field}`);
    return literal(choice);
  }
  imports.named(module, "USER");
  return "USER";
}
