import { Document, Scalar } from "yaml";

/** A value to add to the manifest. */
export type EditValue = string | number | boolean | EditValue[] | EditMap;
export interface EditMap {
  [key: string]: EditValue;
}

/** How the manifest around the new lines is written. */
export interface Style {
  eol: "\n" | "\r\n";
  /** Spaces a level. */
  step: number;
  /** `{ a: 1 }` rather than `{a: 1}`. */
  padding: boolean;
  /** What its authors put around strings that need no quotes. */
  quote: "PLAIN" | "QUOTE_SINGLE" | "QUOTE_DOUBLE";
}

/** Keys whose maps hold named things, one a line, however short they are. */
const COLLECTIONS = new Set(["apps", "models", "fields", "views", "handlers", "permissions"]);

/** Beyond this a flow map is broken into lines. */
const LINE_WIDTH = 100;

/** `key: value` as one or more lines, without line ends, indented by `indent` spaces. */
export function pairLines(
  key: string,
  value: EditValue,
  indent: number,
  style: Style,
  form: "flow" | "block" | "free",
): string[] {
  const start = `${" ".repeat(indent)}${keyText(key)}:`;
  if (!isMap(value)) {
    const text = Array.isArray(value) ? flowText(value, style) : scalarText(value, style, "block");
    return [`${start} ${text}`];
  }
  const flow = `${start} ${flowText(value, style)}`;
  const isLeaf = !Object.values(value).some((inner) => isMap(inner));
  const wantsFlow = form === "flow" || (form === "free" && isLeaf && !COLLECTIONS.has(key));
  if (Object.keys(value).length === 0 || (wantsFlow && flow.length <= LINE_WIDTH)) return [flow];
  return [
    start,
    ...Object.entries(value).flatMap(([innerKey, inner]) =>
      pairLines(innerKey, inner, indent + style.step, style, "free"),
    ),
  ];
}

/** `key: value` inside a flow map, on one line. */
export function flowPair(key: string, value: EditValue, style: Style): string {
  return `${keyText(key)}: ${flowText(value, style)}`;
}

function flowText(value: EditValue, style: Style): string {
  if (Array.isArray(value)) return `[${value.map((item) => flowText(item, style)).join(", ")}]`;
  if (!isMap(value)) return scalarText(value, style, "flow");
  const pairs = Object.entries(value).map(([key, inner]) => flowPair(key, inner, style));
  if (pairs.length === 0) return "{}";
  const pad = style.padding ? " " : "";
  return `{${pad}${pairs.join(", ")}${pad}}`;
}

function keyText(key: string): string {
  return scalarText(key, { quote: "PLAIN" }, "flow");
}

/** One scalar on one line, quoted where YAML needs it at this place or the style asks for it. */
function scalarText(
  value: string | number | boolean,
  style: Pick<Style, "quote">,
  collectionStyle: "flow" | "block",
): string {
  const scalar = new Scalar(value);
  if (typeof value === "string") scalar.type = style.quote;
  const document = new Document(collectionStyle === "flow" ? [scalar] : { k: scalar });
  const text = document
    .toString({
      collectionStyle,
      flowCollectionPadding: false,
      lineWidth: 0,
      blockQuote: false,
      doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    })
    .trimEnd();
  return collectionStyle === "flow" ? text.slice(1, -1) : text.slice("k: ".length);
}

function isMap(value: EditValue): value is EditMap {
  return typeof value === "object" && !Array.isArray(value);
}
