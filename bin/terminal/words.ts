/** `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The manifest may hold escape sequences; a terminal must not obey them. */
export function printable(text: string, tab = " "): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) =>
    character === "\t" ? tab : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
