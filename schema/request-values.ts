import type { FieldType, RequestValue } from "./project.ts";

/** What the language says about one of the values that every request brings by itself. */
export interface RequestValueRules {
  /** What it is, as the end of a sentence. */
  is: string;
  /** Types of the fields that can hold it. */
  fits: readonly FieldType[];
}

export const REQUEST_VALUES: Readonly<Record<RequestValue, RequestValueRules>> = {
  user: { is: "the logged-in visitor", fits: ["user"] },
  now: { is: "the moment of the request", fits: ["datetime", "date", "time"] },
  row: { is: "the row that the action or event is about", fits: ["reference"] },
  object: { is: "the row that the view's `object` loads", fits: ["reference"] },
};

/** How they are written: `$user` and so on. */
export const WRITTEN_REQUEST_VALUES = Object.keys(REQUEST_VALUES).map((name) => `$${name}`);

/** Whether `$name` is one of them. */
export function isRequestValue(name: string): name is RequestValue {
  return Object.hasOwn(REQUEST_VALUES, name);
}
