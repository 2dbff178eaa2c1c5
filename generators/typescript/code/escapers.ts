import { FreeText } from "../../render/free-text.ts";

/**
 * One escaper per place in the generated code. Each takes free text or a plain value and returns
 * text that is safe in that place and in no other.
 */
export const escapers = { literal, comment, jsxText, jsxAttribute };

/**
 * A TypeScript literal: a string in double quotes, a number, boolean, null, array or object.
 * Line separators, bidirectional and other invisible characters are written as `\uXXXX`, so that
 * what a reviewer sees is what the compiler reads. A bigint is written as `5n`.
 */
export function literal(wrapped: unknown): string {
  const value = FreeText.unwrap(wrapped);
  if (typeof value === "string") return escapeInvisible(JSON.stringify(value));
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value).map(([key, member]) => {
      // A plain "__proto__" key in a literal would set the prototype instead of a member.
      const name = key === "__proto__" ? '["__proto__"]' : literal(key);
      return `${name}: ${literal(member)}`;
    });
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }
  if (value === undefined) throw new TypeError("undefined has no literal");
  return JSON.stringify(value);
}

/** A template literal of the same text, without placeholders: for a tag such as Drizzle's `sql`. */
export function templateLiteral(text: string | FreeText): string {
  const body = literal(text).slice(1, -1).replaceAll('\\"', '"');
  return `\`${body.replaceAll("`", "\\`").replaceAll("${", "\\${")}\``;
}

/**
 * One line inside a block or line comment. Line breaks become spaces, the end of the comment
 * is broken up, and so is everything that compilers, linters and formatters obey in comments.
 */
export function comment(value: unknown): string {
  return escapeInvisible(asText(value).replace(/\s+/gu, " ").trim())
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replace(/@(?=[\w-])/gu, "@ ")
    .replace(/sourceMappingURL/giu, "sourceMapping URL")
    .replace(/(lint|prettier|oxfmt)-/giu, "$1 -");
}

/** A child of a JSX element: plain text where it is plain, else an expression. */
export function jsxText(value: unknown): string {
  const text = asText(value);
  return PLAIN_JSX_TEXT.test(text) ? text : `{${literal(text)}}`;
}

const PLAIN_JSX_TEXT = /^[A-Za-z0-9.!?#](?:[A-Za-z0-9 .,!?#()-]*[A-Za-z0-9.!?)])?$/;

/** The value of a JSX attribute, quotes or braces included: `title=<here>`. */
export function jsxAttribute(value: unknown): string {
  const text = asText(value);
  return /^[\w .,:;!?#()/-]*$/.test(text) ? `"${text}"` : `{${literal(text)}}`;
}

function asText(value: unknown): string {
  const text = FreeText.unwrap(value);
  if (typeof text !== "string") throw new TypeError(`expected text, got ${typeof text}`);
  return text;
}

/** Control, format and separator characters other than the plain space, and lone surrogates. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00a0\ufeff\u3164\u115f\u1160\uffa0]/gu;

function escapeInvisible(text: string): string {
  return text.replace(INVISIBLE, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
