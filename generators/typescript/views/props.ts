import { VIEW_KINDS } from "../../../schema/view-kinds.ts";
import type { Screen } from "../../screens/screen.ts";
import { type PageScope, rowTypeCode, subjectCode } from "../code/scope.ts";

/** One value that a view hands to its page. */
export interface Prop {
  name: string;
  /** Its type, in the page. */
  type: string;
  /** Its value, in the view. */
  code: string;
}

/** The props of a view and its page: the loaded rows, and what its kind adds. */
export interface Props {
  /** The object around the rows that the page is about. */
  parent: Prop | null;
  own: Prop[];
}

export function propsOf(page: PageScope, more: readonly Prop[]): Props {
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

/** The type of an object whose members are all of one type: `{ maker: Labels; keeper: Labels }`. */
export function recordType(names: readonly string[], type: string): string {
  return `{ ${names.map((name) => `${name}: ${type}`).join("; ")} }`;
}
