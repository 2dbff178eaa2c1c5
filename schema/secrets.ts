import type { Field, FieldType } from "./project.ts";

/** What names of fields have in them, anywhere, whose values are not for everybody's eyes … */
const PARTS = /pass(?:word|wd|phrase|code)|secret|token|credential|(?:api|private|access)_?key/;

/** … or as a word of their own. */
const WORDS = /(?:^|_)(?:pwd|pin|otp|cvv|cvc|iban|ssn|salt|hash)(?:_|$)/;

/** What a secret is kept in. A moment or a number only speaks of one: `password_changed_at`. */
const TYPES: readonly FieldType[] = ["string", "text", "slug", "uuid", "json"];

/** Whether the field's name says that its value is a secret, or a copy of one. */
export function isSecret({ name, type }: Pick<Field, "name" | "type">): boolean {
  return TYPES.includes(type) && (PARTS.test(name) || WORDS.test(name));
}
