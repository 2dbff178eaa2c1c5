/**
 * A form for a row that is there: what became of the row since its page was opened.
 */
import { lastChange, namesOf, type Subject } from "#rows/last-change";
import type { Field } from "#runtime/field";
import { digestOf, readSeen } from "#runtime/seen";
import { CONTEXT, type View } from "#runtime/view";

/** The view that a form is sent to. */
export type ChangingView = Pick<View, "request" | "visitor" | "db" | typeof CONTEXT>;

/** The part of a form that is compared and set right. */
interface ComparedForm {
  readonly raw: Record<string, string>;
  readonly errors: Partial<Record<string, string>>;
  message: string | null;
  seen: string | null;
  hasChanged: boolean;
}

type NamedField = readonly [name: string, field: Field<unknown>];

/** What a form shows of its row: digests of the texts of its inputs. */
export function seenIn(
  raw: Readonly<Record<string, string>>,
  fields: readonly NamedField[],
): string {
  return JSON.stringify(Object.fromEntries(fields.map(([name]) => [name, digestOf(raw[name])])));
}

/**
 * Compares a form that was sent with the row as it is now. Where somebody changed what the form
 * showed, it says so and who it was: what was typed stays, what was left alone shows what is there.
 */
export async function compareWithRow(
  form: ComparedForm,
  fields: readonly NamedField[],
  view: ChangingView,
  { table, row }: Subject,
): Promise<void> {
  const now = Object.fromEntries(fields.map(([name, field]) => [name, field.toText(row[name])]));
  view[CONTEXT].changed = fields.flatMap(([name]) => (form.raw[name] === now[name] ? [] : [name]));
  form.seen = seenIn(now, fields);
  const seen = readSeen(view.request.seen);
  if (seen === null || seen === "*") return;
  const changed = fields.filter(([name]) => {
    const digest = seen.get(name);
    return digest !== undefined && digest !== digestOf(now[name]) && form.raw[name] !== now[name];
  });
  if (changed.length === 0) return;
  for (const [name, field] of changed) {
    const words = field.toWords(row[name]);
    const isTyped = seen.get(name) !== digestOf(form.raw[name]);
    if (!isTyped) form.raw[name] = now[name] ?? "";
    form.errors[name] = words === null ? "This was changed." : `It is ${words} now.`;
  }
  const names = changed.map(([name]) => name);
  const who = await lastChange(view.db, view.visitor.user, { table, row }, names);
  form.hasChanged = true;
  form.message =
    `${who} changed ${namesOf(names)}. Nothing was saved yet: ` +
    "look at the marked fields, then save again.";
}
