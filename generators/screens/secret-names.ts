/** What names of fields have in them, anywhere, whose values are not for everybody's eyes … */
const PARTS = /pass(?:word|wd|phrase|code)|secret|token|credential|(?:api|private|access)_?key/;

/** … or as a word of their own. */
const WORDS = /(?:^|_)(?:pwd|pin|otp|cvv|cvc|iban|ssn|salt|hash)(?:_|$)/;

/** Whether the field's name says that its value is a secret, or a copy of one. */
export function isSecretName(name: string): boolean {
  return PARTS.test(name) || WORDS.test(name);
}
