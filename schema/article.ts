/** Names that are spoken with a vowel first: an hour and an upload, but a user, a unit and a one-off. */
const VOWEL = /^(?:[ai]|e(?!u)|o(?!ne)|u(?!ni|s[aeu]|ti|r[aeiou])|hour|hono|heir)/i;

/** `a` or `an`, whichever goes before a name. */
export function article(name: string): "a" | "an" {
  return VOWEL.test(name) ? "an" : "a";
}

/** The same at the beginning of a sentence. */
export function firstArticle(name: string): "A" | "An" {
  return VOWEL.test(name) ? "An" : "A";
}
