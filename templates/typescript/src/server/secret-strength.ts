/**
 * Whether a secret can have come from a generator. Whoever has one cookie can try secrets as fast as
 * their machines go, phrases and patterns first. So characters count as much as their alphabet allows
 * only where they follow from nothing: a word counts as one of the 256 most common ones for each 8
 * letters begun, and what repeats or goes on (`abcd`, `4321`) next to nothing. Of the 256 bits that
 * `openssl rand -hex 32` and `-base64 32` print, chance makes patterns of 20 to 40, and of 150 once in
 * 100,000.
 */
const SHORTEST = 32;
const FEWEST_BITS = 96;

const BITS_OF_PATTERN = 3;
const BITS_OF_WORD = 8;
const LETTERS_OF_WORD = 8;

export function isGoodSecret(secret: string): boolean {
  return secret.length >= SHORTEST && bitsOf(secret) >= FEWEST_BITS;
}

/** How many bits whoever knows these patterns has to guess, at most. */
export function bitsOf(secret: string): number {
  const each = Math.log2(alphabetOf(secret));
  let bits = 0;
  for (let at = 0; at < secret.length;) {
    const pattern = Math.max(repeatedAt(secret, at), goingOnAt(secret, at));
    const word = wordAt(secret, at);
    if (pattern > word) {
      bits += BITS_OF_PATTERN;
      at += pattern;
    } else if (word > 0) {
      bits += BITS_OF_WORD * Math.ceil(word / LETTERS_OF_WORD);
      at += word;
    } else {
      // Between words there is always the same sign.
      const isKnownSign = /\W/.test(secret.charAt(at)) && secret.indexOf(secret.charAt(at)) < at;
      bits += isKnownSign ? 1 : each;
      at += 1;
    }
  }
  return bits;
}

function alphabetOf(secret: string): number {
  if (/^[\da-f]*$/i.test(secret)) return 16;
  const classes: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[^a-zA-Z\d]/, 10],
  ];
  return classes.reduce((size, [kind, more]) => (kind.test(secret) ? size + more : size), 1);
}

/** How many characters here have come before in this order; 0: fewer than three. */
function repeatedAt(secret: string, at: number): number {
  const text = secret.toLowerCase();
  let longest = 0;
  for (let earlier = 0; earlier < at; earlier += 1) {
    let length = 0;
    while (at + length < text.length && text[earlier + length] === text[at + length]) length += 1;
    longest = Math.max(longest, length);
  }
  return longest >= 3 ? longest : 0;
}

/** How many characters here each follow the one before, up or down; 0: fewer than three. */
function goingOnAt(secret: string, at: number): number {
  const stepAt = (place: number) => secret.charCodeAt(place + 1) - secret.charCodeAt(place);
  const step = stepAt(at);
  if (Math.abs(step) !== 1) return 0;
  let length = 2;
  while (stepAt(at + length - 1) === step) length += 1;
  return length >= 3 ? length : 0;
}

/** How many letters of the same kind, as in a word, are here; or a shorter word between signs. */
function wordAt(secret: string, at: number): number {
  const rest = secret.slice(at);
  const [long = ""] = /^(?:[A-Za-z][a-z]{4,}|[A-Z]{5,})/.exec(rest) ?? [];
  if (long || /[a-zA-Z\d]/.test(secret.charAt(at - 1))) return long.length;
  const [short = ""] = /^[a-zA-Z]{1,4}(?![a-zA-Z\d])/.exec(rest) ?? [];
  return short.length;
}
