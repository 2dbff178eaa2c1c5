/** What the texts of sample rows look like, by the name of their field. None of it is a rule. */

/** A column that wants a text. */
export interface TextPlace {
  /** The model's name. */
  readonly model: string;
  /** The column's property. */
  readonly name: string;
  /** The most characters that fit. */
  readonly length: number;
}

/** Each word once, then each with a number. */
function list(words: string): { at(number: number): string } {
  const all = words.split(", ");
  return {
    at(number) {
      const round = Math.floor(number / all.length);
      return `${all[number % all.length]}${round === 0 ? "" : ` ${round + 1}`}`;
    },
  };
}

export const WORDS = list(
  "Amber, Birch, Cedar, Dune, Ember, Fjord, Grove, Harbor, Iris, Juniper, Larch",
);
const FIRST_NAMES = list("Mira, Jonas, Aiko, Samuel, Lena, Omar, Priya, Tomas, Nadia, Felix");
const LAST_NAMES = list(
  "Holm, Okafor, Tanaka, Reyes, Novak, Haddad, Iyer, Lindqvist, Petrov, Weiss",
);
export const PEOPLE = list(
  "Mira Holm, Jonas Okafor, Aiko Tanaka, Samuel Reyes, Lena Novak, Omar Haddad, Priya Iyer, " +
    "Tomas Lindqvist, Nadia Petrov, Felix Weiss",
);
const CITIES = list("Lisbon, Oslo, Kyoto, Lima, Vienna, Nairobi, Porto, Quebec");
const COUNTRIES = list("Portugal, Norway, Japan, Peru, Austria, Kenya, Canada, India");
const STREETS = list("12 Mill Lane, 3 Harbor Street, 48 Station Road, 7 Church Hill, 21 Park Row");
const SENTENCES = list(
  "Agreed with everybody last week., Waiting for a second opinion., Checked; nothing is missing., " +
    "To be looked at again next month., A short note for whoever comes next.",
);

/** What texts of a name look like; the first that is found in the name. */
const LOOKS: readonly [pattern: RegExp, look: (number: number, place: TextPlace) => string][] = [
  [/(^|_)(first|given)_?name$/, (number) => FIRST_NAMES.at(number)],
  [/(^|_)(last|family|sur)_?name$/, (number) => LAST_NAMES.at(number)],
  [/(^|_)(full_name|contact|author|customer|manager)(_name)?$/, (number) => PEOPLE.at(number)],
  [/e?mail/, (number) => `${dotted(PEOPLE.at(number))}@example.com`],
  [/(^|_)(url|link|website|homepage)$/, (number) => `https://example.com/${number + 1}`],
  [
    /(^|_)(phone|mobile|fax|telephone)/,
    (number) => `+1 555 ${String(100 + number).padStart(4, "0")}`,
  ],
  [/(^|_)(city|town|place)$/, (number) => CITIES.at(number)],
  [/(^|_)(country|nation)$/, (number) => COUNTRIES.at(number)],
  [/(^|_)(street|address)/, (number) => STREETS.at(number)],
  [/(^|_)(zip|postcode|postal_code|zip_code)$/, (number) => String(10_115 + number * 37)],
  [/(^|_)(color|colour)$/, (number) => WORDS.at(number).toLowerCase()],
  [/(^|_)(code|sku|no|number|reference|ref|key|token|serial)$/, code],
  [/(^|_)(name|title|label|subject|slug|headline)$/, title],
  [
    /note|descri|body|comment|text|summary|content|message|reason|bio|remark/,
    (number) => SENTENCES.at(number),
  ],
];

const A_PERSON =
  /(person|employee|student|pupil|teacher|faculty|customer|client|patient|author|contact|applicant|candidate|guest|attendee)$/i;

/** The look of a place's texts, each with a number from 0 on. */
export function lookOf(place: TextPlace): (number: number) => string {
  const look = LOOKS.find(([pattern]) => pattern.test(place.name))?.[1];
  return (number) => look?.(number, place) ?? `${sentence(place.name)} ${number + 1}`;
}

/** `Team Amber`, unless the row is a person. */
function title(number: number, { model, length }: TextPlace): string {
  if (A_PERSON.test(model)) return PEOPLE.at(number);
  const whole = `${sentence(model)} ${WORDS.at(number)}`;
  return whole.length <= length ? whole : WORDS.at(number);
}

/** `TEA-001` for a team. */
function code(number: number, { model }: TextPlace): string {
  return `${model.slice(0, 3).toUpperCase()}-${String(number + 1).padStart(3, "0")}`;
}

/** `purchase_order` and `PurchaseOrder` as the beginning of a sentence. */
function sentence(name: string): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const hyphened = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
export const dotted = (text: string) => text.toLowerCase().replaceAll(" ", ".");
