import { type HTMLElement, parse } from "node-html-parser";

const DAY = String.raw`\d{4,}-\d\d-\d\d`;
const TIME = String.raw`([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?`;

/** What inputs of these types hold; of anything else a browser makes nothing. */
const HELD: Readonly<Record<string, RegExp>> = {
  date: new RegExp(`^${DAY}$`),
  "datetime-local": new RegExp(`^${DAY}T${TIME}$`),
  number: /^-?\d+(\.\d+)?(e[+-]?\d+)?$/,
  time: new RegExp(`^${TIME}$`),
};

/**
 * What a browser sends of the page's form when nobody has touched it, as the HTML standard says: what
 * its inputs do not show is not sent either.
 */
export function untouchedForm(html: string): Record<string, string> {
  // Line breaks of a page are LF, whatever they were.
  // Those of the page's controls say where they are sent to.
  const form = parse(html.replaceAll(/\r\n?/g, "\n")).querySelector("form.form:not([action])");
  if (!form) throw new Error("There is no form on the page.");
  const inputs = form.querySelectorAll("input, textarea, select");
  const sent = inputs.flatMap((input): [string, string][] => {
    const value = valueOf(input);
    if (value === null) return [];
    return [[input.getAttribute("name") ?? "", value.replaceAll(/\r\n?|\n/g, "\r\n")]];
  });
  return Object.fromEntries(sent);
}

function valueOf(input: HTMLElement): string | null {
  if (input.tagName === "TEXTAREA") return input.text.replace(/^\n/, "");
  if (input.tagName === "SELECT") {
    const options = input.querySelectorAll("option");
    const chosen = options.find((option) => option.hasAttribute("selected")) ?? options[0];
    return chosen?.getAttribute("value") ?? null;
  }
  const type = input.getAttribute("type") ?? "text";
  if (type === "checkbox") return input.hasAttribute("checked") ? "on" : null;
  const line = (input.getAttribute("value") ?? "").replaceAll(/[\r\n]/g, "");
  const value = type === "email" || type === "url" ? line.trim() : line;
  return HELD[type]?.test(value) === false ? "" : value;
}
