/**
 * How a name is written: as UsernameCaseMapped of PRECIS (RFC 8265) says, so that no two users have
 * names which look alike but for capitals, width or composition. There is no table of its own here:
 * Unicode's properties say what the identifier class is made of (RFC 8264, section 8). Left out are
 * the marks which that class allows in some contexts only, such as joiners and the middle dot (they
 * are refused everywhere), and of the rule for names from right to left what marks are allowed where.
 */
export const NAME_RULE =
  "A name has 1 to 150 letters, digits and marks of ASCII, with at most single spaces between them; " +
  'scripts from the right and from the left are not mixed, and it does not begin with "command line".';

const MOST_CHARACTERS = 150;
/** Full and half width forms. */
const WIDE = /[\u3000\uff01-\uffee]/g;

const ASCII = /[!-~]/;
const LETTER_OR_DIGIT = /[\p{Ll}\p{Lu}\p{Lo}\p{Lm}\p{Nd}\p{Mn}\p{Mc}]/u;
const ALLOWED_BESIDES = /[\u06fd\u06fe\u0f0b\u3007]/;
const REFUSED = /[\u302e\u302f\u0640\u07fa\u3031-\u3035\u303b]/;
const OLD_HANGUL = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}]/u;
const LETTER = /\p{L}/u;
const MIXED_DIGITS = /(?=.*[\u0660-\u0669])(?=.*[\u06f0-\u06f9])/u;

/** The name as it is stored and compared; null: it can be nobody's. */
export function usernameOf(typed: string): string | null {
  if (typed.length > 2 * MOST_CHARACTERS) return null;
  const mapped = typed.replaceAll(WIDE, (character) => character.normalize("NFKC"));
  const name = mapped.toLowerCase().normalize("NFC");
  const characters = [...name.replaceAll(" ", "")];
  const isName =
    /^\S+( \S+)*$/.test(name) &&
    [...name].length <= MOST_CHARACTERS &&
    characters.every(isAllowed) &&
    isOneDirection(characters) &&
    !MIXED_DIGITS.test(name) &&
    // Called so in the audit log is whoever runs a command.
    !name.startsWith("command line");
  return isName ? name : null;
}

function isAllowed(character: string): boolean {
  if (ASCII.test(character) || ALLOWED_BESIDES.test(character)) return true;
  if (REFUSED.test(character) || OLD_HANGUL.test(character) || INVISIBLE.test(character))
    return false;
  return LETTER_OR_DIGIT.test(character) && character.normalize("NFKC") === character;
}

/** The Bidi rule (RFC 5893), by letters. */
function isOneDirection(characters: readonly string[]): boolean {
  if (!characters.some((character) => RIGHT_TO_LEFT.test(character))) return true;
  const [first = ""] = characters;
  const letters = characters.filter((character) => LETTER.test(character));
  const last = characters.findLast((character) => !/\p{Mn}/u.test(character)) ?? "";
  return (
    RIGHT_TO_LEFT.test(first) &&
    LETTER.test(first) &&
    letters.every((letter) => RIGHT_TO_LEFT.test(letter)) &&
    /[\p{L}\p{Nd}]/u.test(last)
  );
}
