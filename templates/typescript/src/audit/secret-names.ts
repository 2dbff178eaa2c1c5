/** What names of values that nobody may read have in them, anywhere … */
const PARTS =
  /pass ?(?:word|wd|phrase|code)|secret|token|credential|(?:api|private) ?key|card ?number/;
/** … or as a word of their own. */
const WORDS = /\b(?:pwd|pin|otp|cvv|cvc|iban|ssn|cookie|authorization)\b/;

/** Is this the name of a value that is never written down? */
export function isSecretName(name: string): boolean {
  // `cardPin` and `card_pin` are two words.
  const words = name
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  return PARTS.test(words) || WORDS.test(words);
}
