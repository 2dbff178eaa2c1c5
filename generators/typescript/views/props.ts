import { VIEW_KINDS } from "../../../schema/view-kinds.ts";
import type { Reference, Screen } from "../../screens/screen.ts";
import { type PageScope, rowTypeCode, type Scope, subjectCode } from "../code/scope.ts";

/** One value that a view hands to its page. */
export interface Prop {
  name: string;
  /** Its type, in the page. */
  type: string;
  /** Its value, in the view. */
  code: string;
}

/** Where the two files of a view are worked out. */
export interface Scopes {
  view: Scope;
  page: PageScope;
}

/** What the two files of a view are made of, besides what all views have. */
export interface ViewFiles {
  /** What the page gets besides the rows that the view has loaded. */
  props: Prop[];
  /** `endpoints` are the endpoint decorators that the class uses. */
  view: { template: string; endpoints: string[]; context: object };
  /** null: the view has no page. */
  page: { template: string; context: object } | null;
}

/** The props of a view and its page: the loaded rows, and what its kind adds. */
export interface Props {
  /** The object around the rows that the page is about. */
  parent: Prop | null;
  own: Prop[];
}

export function propsOf({ page }: Scopes, more: readonly Prop[]): Props {
  const { subject, parent } = page.screen.loaded;
  const own = [...more];
  if (subject !== null) {
    const type = rowTypeCode(page, subject.model);
    own.unshift({ name: subjectName(page.screen), type, code: subjectCode(page).code });
  }
  return {
    parent: parent && { name: "object", type: rowTypeCode(page, parent), code: "this.object" },
    own,
  };
}

/** What a page calls the row that it is about. */
export function subjectName({ kind }: Screen): "object" | "row" {
  return VIEW_KINDS[kind].shows === "object" ? "object" : "row";
}

/** In a view: what it hands to its page, `{ row: this.object, labels }`. */
export function propsCode({ parent, own }: Props): string {
  const props = parent === null ? own : [parent, ...own];
  const codes = props.map(({ name, code }) => (code === name ? name : `${name}: ${code}`));
  return codes.length === 0 ? "{}" : `{ ${codes.join(", ")} }`;
}

/** In a page: the props of its component, and which of them it takes out. */
export function propsType(
  { parent, own }: Props,
  { names }: PageScope,
): { props: Prop[]; destructured: string } {
  const props = parent === null ? own : [...own, parent];
  const used = props.filter((prop) => prop !== parent || names.has("object"));
  return { props, destructured: [...used.map(({ name }) => name), "...page"].join(", ") };
}

/** The prop with the labels of references; none where no reference has one. */
export function labelsProps(
  page: PageScope,
  references: readonly Reference[],
  prop: { name: string; code: string },
): Prop[] {
  if (references.length === 0) return [];
  return [{ ...prop, type: labelsType(page, references) }];
}

export function labelsType({ imports }: Scope, references: readonly Reference[]): string {
  imports.types("src/database/rows.ts", "Labels");
  return recordType(
    references.map(({ field }) => field.name),
    "Labels",
  );
}

/** The type of an object whose members are all of one type: `{ maker: Labels; keeper: Labels }`. */
export function recordType(names: readonly string[], type: string): string {
  return `{ ${names.map((name) => `${name}: ${type}`).join("; ")} }`;
}
