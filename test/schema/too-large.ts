import type { Code } from "../../schema/codes.ts";

/** Manifests that are too large for a fixture, by the code that they must end in. */
export const TOO_LARGE: Partial<Record<Code, Record<string, () => string>>> = {
  SP001: {
    "a hundred thousand closing braces": () => "}\n".repeat(100_000),
  },
  SP003: {
    "a text of 20 MB": () => `${START}apps: ${"x".repeat(20_000_000)}\n`,
    "more tokens than any manifest has": () => `${START}apps: [${",".repeat(3_000_000)}]`,
  },
  SP004: {
    "100,000 open brackets": () => "[".repeat(100_000),
    "100,000 open braces": () => "{a: ".repeat(100_000),
    "100,000 nested list items": () => "- ".repeat(100_000),
    "maps nested 5,000 times": () =>
      Array.from({ length: 300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
  },
  SP005: {
    "an alias bomb": () =>
      [
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]",
        ...Array.from({ length: 12 }, (_, level) => {
          const alias = `*a${level}`;
          return `a${level + 1}: &a${level + 1} [${Array(10).fill(alias).join(", ")}]`;
        }),
      ].join("\n"),
  },
  SP006: {
    "50,000 views": () => {
      const views = Array.from({ length: 50_000 }, (_, n) => `      v${n}: { kind: page }`);
      return `${START}apps:\n  a:\n    views:\n${views.join("\n")}\n`;
    },
  },
};

const START = "spire: 1\nproject: { name: p }\n";
