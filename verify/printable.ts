/** What a project's files and tests say reaches a terminal: without what would command it. */
export function printable(sentence: string): string {
  return sentence.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").slice(0, 500);
}
