import { transformSync } from "esbuild";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  comment,
  escapers,
  jsxAttribute,
  jsxText,
  literal,
} from "../../../../generators/typescript/code/escapers.ts";
import { TEMPLATES_FOLDER } from "../../../../generators/typescript/project/plain-files.ts";
import { FreeText, RawFreeTextError } from "../../../../generators/render/free-text.ts";
import { openTemplates } from "../../../../generators/render/templates.ts";

const HOSTILE = [
  `"; process.exit(1); //`,
  "'${`x`}'",
  "{{description}} {% raw %}",
  "*/ process.exit(1) /*",
  "</script><script>alert(1)</script>",
  "line\u2028separator\u2029and\r\nnewlines\n",
  "<!-- --> --> &amp; &lt;",
  "\u202Etfel ot thgir\u202C \ufeff \u200b \0",
  "\ud800 lone surrogate",
  "@ts-nocheck",
  "\\u0022 \\",
  "",
];

/** Runs the escaped text as a program of its place and returns the value that comes out. */
function evaluate(source: string): unknown {
  return new Function(`return (${source});`)();
}

describe("free text", () => {
  test("throws wherever it would be converted without an escaper", () => {
    const text = new FreeText("hello");
    expect(() => `${text as unknown as string}`).toThrow(RawFreeTextError);
    expect(() => (text as unknown as string) + "").toThrow(RawFreeTextError);
    expect(() => JSON.stringify({ text })).toThrow(RawFreeTextError);
    expect(() => [text].join()).toThrow(RawFreeTextError);
  });
});

describe("the literal escaper", () => {
  test.each(HOSTILE)("gives back %j when the literal is run", (text) => {
    expect(evaluate(literal(new FreeText(text)))).toBe(text);
  });

  test("gives back any JSON value, members named __proto__ included", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(evaluate(literal(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    const hostile = JSON.parse('{"__proto__":{"admin":true}}');
    expect(Object.keys(evaluate(literal(hostile)) as object)).toEqual(["__proto__"]);
  });

  test("writes nothing that a reader of the code could not see", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(literal(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
      }),
    );
  });
});

describe("the comment escaper", () => {
  test.each(HOSTILE)("keeps %j inside block and line comments", (text) => {
    const escaped = comment(new FreeText(text));
    expect(evaluate(`/** ${escaped} */ 1`)).toBe(1);
    expect(evaluate(`1 // ${escaped}\n`)).toBe(1);
  });

  test("ends no comment and gives no order to a tool, whatever the text", () => {
    const word = fc.constantFrom(
      "*/",
      "/*",
      "*",
      "/",
      "\n",
      "@ts-ignore",
      "@jsx x",
      "eslint-disable",
      "oxlint-disable-next-line",
      "prettier-ignore",
      "sourceMappingURL=x",
      "words ",
      "\u2028",
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const escaped = comment(words.join(""));
        expect(escaped).not.toMatch(/\*\/|[\n\r\u2028\u2029]|@\w|(lint|prettier)-|MappingURL/);
      }),
    );
  });
});

describe("the JSX escapers", () => {
  test.each(HOSTILE)("show %j as text and as an attribute, unchanged", (text) => {
    const source = `h => <p title=${jsxAttribute(new FreeText(text))}>${jsxText(new FreeText(text))}</p>`;
    const { code } = transformSync(source, { loader: "jsx", jsxFactory: "h", target: "es2022" });
    const element = (evaluate(code.trim().replace(/;$/, "")) as CallableFunction)(
      (tag: string, attributes: { title: string }, ...children: string[]) => ({
        tag,
        title: attributes.title,
        text: children.join(""),
      }),
    );
    expect(element).toEqual({ tag: "p", title: text, text });
  });

  test("leave ordinary words readable", () => {
    expect(jsxText("Can lock inventory")).toBe("Can lock inventory");
    expect(jsxAttribute("Can lock inventory")).toBe('"Can lock inventory"');
  });
});

describe("templates", () => {
  test("refuse a name that the context does not have, naming the template", () => {
    expect(() =>
      openTemplates(TEMPLATES_FOLDER, escapers).render("src/apps/permissions.ts.hbs", {}),
    ).toThrow(/src\/apps\/permissions\.ts\.hbs/);
  });
});
