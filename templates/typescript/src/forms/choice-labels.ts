/** What people read for the values of a choice. Stored, logged and answered are the values. */

/** The labels of a row's choices, by field and value. */
export type ChoiceLabels<Row> = {
  readonly [Name in keyof Row]?: Readonly<Record<Extract<Row[Name], string>, string>>;
};

/** The label of a value; a value that is no longer among the choices is its own. */
export function choiceLabel(labels: Readonly<Record<string, string>>, value: string): string {
  return (Object.hasOwn(labels, value) ? labels[value] : undefined) ?? value;
}
