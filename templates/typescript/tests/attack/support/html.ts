import { parse } from "node-html-parser";
import { expect } from "vitest";

/** What hostile texts would put on a page; nothing of ours is called so. */
export const PROBE = "xss-probe";

/** Attributes that a browser follows; an animation in a drawing can set one. */
const ADDRESSES =
  /^((xlink:)?href|src|action|formaction|data|poster|cite|background|from|to|by|values)$/i;
const PICTURES = ["IMG", "IMAGE", "SOURCE"];

/** Proves that a page holds no element, attribute or address that a hostile text has made. */
export function expectHarmless(html: string, where: string): void {
  expect(html.toLowerCase(), where).not.toContain(`<${PROBE}`);
  const page = parse(html, { comment: true, parseNoneClosedTags: true });
  const elements = page.querySelectorAll("*");
  for (const element of elements) {
    const { tagName, rawTagName, attributes } = element;
    expect(rawTagName.toLowerCase(), where).not.toContain("probe");
    for (const [name, value] of Object.entries(attributes)) {
      expect(name, `${where}: <${rawTagName}>`).not.toMatch(/probe|^on|^srcdoc$|[<>"'`]/i);
      if (!ADDRESSES.test(name)) continue;
      // As a browser reads it: without blanks and control characters.
      const address = value.replaceAll(/[\s\p{Cc}]/gu, "").toLowerCase();
      // A picture runs nothing, whatever it holds.
      if (PICTURES.includes(tagName) && address.startsWith("data:image/")) continue;
      expect(address, `${where}: ${name}`).not.toMatch(/^(javascript:|vbscript:|data:(?!,))/);
    }
    if (tagName === "SCRIPT") expect(element.getAttribute("src"), where).toMatch(/^\/static\//);
    // What draws (svg, math) is a template's own; what loads is nobody's.
    expect(["IFRAME", "OBJECT", "EMBED", "BASE"], where).not.toContain(tagName);
  }
}
