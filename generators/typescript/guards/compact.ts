/** The code without what a formatter may change: white space, trailing commas, quotes. */
export function compact(code: string): string {
  return code
    .replace(/\s+/g, "")
    .replace(/,(?=[)\]}])/g, "")
    .replace(/'([^'"\\]*)'/g, '"$1"');
}
