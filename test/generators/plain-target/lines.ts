/** A line of a plain text: a key, a colon, and the rest. */
export interface Line {
  /** Counted from 1. */
  number: number;
  key: string;
  rest: string;
}

/** @throws Error when a line has no key */
export function readLines(text: string): Line[] {
  return text
    .trimEnd()
    .split("\n")
    .map((line, index) => {
      const [, key, rest] = /^([a-z]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
      if (key === undefined || rest === undefined) throw new Error(`line ${index + 1} has no key`);
      return { number: index + 1, key, rest };
    });
}

/**
 * @param gap spaces behind each colon
 * @throws Error when a line has no key
 */
export function formatted(text: string, gap = 1): string {
  const lines = readLines(text).map(({ key, rest }) => `${key}:${" ".repeat(gap)}${rest}`);
  return `${lines.join("\n")}\n`;
}
