/**
 * The order of a generated file's imports: packages, what every project has, other apps, the files
 * of its own app from far to near; each by its name.
 */
export function compareSpecifiers(one: string, other: string): number {
  return rank(other) - rank(one) || (one < other ? -1 : one > other ? 1 : 0);
}

/** Packages rank highest; a file of the same app ranks by the folders upwards. */
function rank(specifier: string): number {
  if (specifier.startsWith("#apps/")) return 800;
  if (specifier.startsWith("#")) return 900;
  if (!specifier.startsWith(".")) return 1000;
  return specifier.split("../").length;
}

/** One declaration with names, over any number of lines; one without may be there for its effect. */
const DECLARATION = /import [^;"'`/]+ from ["']([^"'\n]+)["'];?\n/y;

/**
 * A text with the imports at its top in that order. One that has others among them, or comments, stays
 * as it is.
 */
export function inImportOrder(text: string): string {
  const start = /^import /m.exec(text)?.index ?? -1;
  if (start < 0) return text;
  const declarations: { specifier: string; code: string }[] = [];
  DECLARATION.lastIndex = start;
  let end = start;
  for (let found; (found = DECLARATION.exec(text)) !== null; end = DECLARATION.lastIndex) {
    declarations.push({ specifier: found[1] ?? "", code: found[0] });
  }
  if (/^import /m.test(text.slice(end))) return text;
  const sorted = declarations.toSorted((a, b) => compareSpecifiers(a.specifier, b.specifier));
  return text.slice(0, start) + sorted.map(({ code }) => code).join("") + text.slice(end);
}
