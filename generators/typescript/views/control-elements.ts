import type { Control } from "../../screens/screen.ts";
import { jsxAttribute, jsxText, literal } from "../code/escapers.ts";
import { columnName } from "../code/names.ts";
import type { PageScope } from "../code/scope.ts";
import { paramInput } from "../forms/inputs.ts";
import { optionsCode } from "./pickers.ts";
import { labelled } from "./row-names.ts";

/** Codes of what a control's element speaks of. */
export interface Subject {
  /** Where it leads; "" for an event. */
  url: string;
  /** The id that it is about; "" where it is about no row. */
  id: string;
  /** The row at which it stands. */
  row: string;
  /** What that row is called, when many rows are shown and controls must tell them apart. */
  rowName: string | null;
}

/** A link or a button, without its conditions: an element, or a component of the project. */
export function elementCode(page: PageScope, control: Control, at: Subject): string {
  const { action } = control;
  const words = wordsOf(control, at);
  switch (action.kind) {
    case "link": {
      const style = at.rowName === null ? `class="${LINK_STYLES[control.style]}"` : "";
      const label = words.label === null ? "" : `aria-label={${words.label}}`;
      return `<a ${style} href={${at.url}} ${label}>${words.child}</a>`;
    }
    case "post":
      return pressable(
        page,
        control,
        words,
        { kind: "Post", attributes: [`action={${at.url}}`] },
        at,
      );
    case "event": {
      const { name, key } = action;
      const values = key === null ? "" : `values={{ ${key}: ${at.id} }}`;
      const danger = control.style === "danger" ? "danger" : "";
      const attributes = [`event="${name}"`, values, danger];
      return pressable(page, control, words, { kind: "Event", attributes }, at);
    }
  }
}

const LINK_STYLES: Readonly<Record<Control["style"], string>> = {
  plain: "button",
  primary: "button primary",
  danger: "button danger",
};

/** What a control says, at the places where its code may stand. */
interface Words {
  /** As a child of an element. */
  child: string;
  /** As an attribute's value. */
  attribute: string;
  /** Code of its words with the name of its row; null where the words are enough. */
  label: string | null;
}

function wordsOf({ words, state }: Control, { row, rowName }: Subject): Words {
  if (state?.of !== "toggle") {
    const label = rowName === null ? null : labelled(words, rowName);
    return { child: jsxText(words), attribute: jsxAttribute(words), label };
  }
  const code = `${row}.${state.field.name} ? ${literal(state.whenSet)} : ${literal(words)}`;
  const label = rowName === null ? null : `\`\${${code}} \${${rowName}}\``;
  return { child: `{${code}}`, attribute: `{${code}}`, label };
}

/** A button where nothing is to be entered, else a form. */
function pressable(
  page: PageScope,
  control: Control,
  { child, attribute, label }: Words,
  { kind, attributes }: { kind: "Post" | "Event"; attributes: readonly string[] },
  { row, id }: Subject,
): string {
  const { params } = control;
  const saw = sawCode(page, control, row);
  const common = [
    "page={page}",
    ...attributes,
    saw === null ? "" : `seen={${saw}}`,
    label === null ? "" : `label={${label}}`,
  ]
    .filter((attribute) => attribute !== "")
    .join(" ");
  if (params.length === 0) {
    page.imports.named(`src/controls/${kind.toLowerCase()}-button.tsx`, `${kind}Button`);
    return `<${kind}Button ${common}>${child}</${kind}Button>`;
  }
  page.imports.named(`src/controls/${kind.toLowerCase()}-form.tsx`, `${kind}Form`);
  const inputs = params
    .map((param) => paramInput(page.imports, param, () => optionsCode(page, control, param, id)))
    .join("\n");
  return `<${kind}Form ${common} words=${attribute}>\n${inputs}\n</${kind}Form>`;
}

/** What a control that writes says it saw of its row: `saw(row, "is_locked")`; null: nothing. */
function sawCode(page: PageScope, { changes, row }: Control, code: string): string | null {
  if (changes.length === 0) return null;
  // Of a row that is reached by a reference, the page shows nothing.
  if (row !== null && row.field !== null) return '"*"';
  page.imports.named("src/runtime/seen.ts", "saw");
  const columns = changes.map((field) => literal(columnName(field)));
  return `saw(${code}, ${columns.join(", ")})`;
}
