/** Forms as pages show them and views read them, and the strict check of an event's params. */
import { z } from "zod";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Database } from "#database/connection";
import { databaseError } from "#database/database-error";
import { Invalid } from "#runtime/errors";
import type { Field, Shape, ValuesOf } from "#runtime/field";
import type { KeyedTable } from "#runtime/registry";
import { isSecretName } from "#audit/secret-names";
import { type ChangingView, compareWithRow, seenIn } from "./change.ts";
import { NOT_THERE } from "./choices.ts";

/** Said at a field whose value nobody may keep, see `retyped`. */
const NOT_KEPT = "What was typed here is not kept. Look at it again.";

/**
 * A form as a page shows it and a view reads it.
 *
 * `Closed` are the fields that it leaves out.
 */
export class Form<S extends Shape, Closed extends keyof S = never> {
  /** What the inputs show, by field; a checkbox is "on" or "". */
  readonly raw: Record<keyof S & string, string>;
  /** What is wrong, by field. */
  readonly errors: Partial<Record<keyof S & string, string>>;
  /** What is wrong with the whole, or null. */
  message: string | null = null;
  /** What is seen of the row that it is for, see `seen.ts`; null: it is for a new one. */
  seen: string | null = null;
  /** Whether the row was changed since the visitor opened the form. */
  hasChanged = false;
  readonly #values: Omit<ValuesOf<S>, Closed> | null;
  readonly #closed: readonly string[];
  /** Fields that still say what the row does; null: there is no row yet. */
  readonly #same: readonly string[] | null;

  constructor(
    raw: Record<string, string>,
    values: Omit<ValuesOf<S>, Closed> | null,
    errors: Record<string, string> = {},
    closed: readonly string[] = [],
    same: readonly string[] | null = null,
  ) {
    this.raw = raw as Record<keyof S & string, string>;
    this.errors = errors as Partial<Record<keyof S & string, string>>;
    this.#values = values;
    this.#closed = closed;
    this.#same = same;
  }

  /** Whether the field is one of those that this form asks for. */
  asks(name: keyof S & string): boolean {
    return !this.#closed.includes(name);
  }

  get valid(): boolean {
    return this.#values !== null && this.message === null && Object.keys(this.errors).length === 0;
  }

  /** Of the answer that shows the form again. */
  get status(): 409 | 422 {
    return this.hasChanged ? 409 : 422;
  }

  /** The checked values. Throws when the form is not valid. */
  get values(): Omit<ValuesOf<S>, Closed> {
    if (!this.#values || !this.valid) throw new Error("The form is not valid; check valid first.");
    return this.#values;
  }

  /**
   * The same form with what was typed in it, by field; it is not read. Secrets are not kept on the way:
   * their fields show what they did before anything was typed, and say so.
   *
   * @param seen what the page saw on which it was typed
   */
  retyped(typed: Readonly<Record<string, string>>, seen: string | null): Form<S, Closed> {
    const asked = Object.keys(this.raw).filter((name) => !this.#closed.includes(name));
    // A box that is not ticked is not sent either, so the name says what was taken out.
    const lost = asked.filter((name) => isSecretName(name) && own(typed, name) === undefined);
    const raw = Object.entries<string>(this.raw).map(([name, text]) => {
      const isTyped = asked.includes(name) && !lost.includes(name);
      return [name, isTyped ? (own(typed, name) ?? "") : text] as [string, string];
    });
    const errors = Object.fromEntries(lost.map((name) => [name, NOT_KEPT]));
    const again = new Form<S, Closed>(Object.fromEntries(raw), null, errors, this.#closed);
    // What its page saw, not what is there now: what was changed since is still noticed.
    again.seen = this.seen && (seen ?? this.seen);
    return again;
  }

  /**
   * The checked values that differ from the row's. The others are not to be written: the database
   * may hold them more exactly than a form, or a program, can say them.
   */
  get changes(): Partial<Omit<ValuesOf<S>, Closed>> {
    const changed = Object.entries(this.values).filter(([name]) => !this.#same?.includes(name));
    return Object.fromEntries(changed) as Partial<Omit<ValuesOf<S>, Closed>>;
  }

  /**
   * Runs a write in a savepoint, unless nothing of the row is changed. Returns false, with the errors
   * set, when the database finds the entry to be there already or a row it refers to gone.
   */
  async save(db: Database, write: (db: Database) => PromiseLike<unknown>): Promise<boolean> {
    if (this.#same && Object.keys(this.changes).length === 0) return true;
    try {
      await db.transaction(async (savepoint) => {
        await write(savepoint);
      });
      return true;
    } catch (error) {
      const problem = databaseError(error);
      if (problem?.code !== "23505" && problem?.code !== "23503") throw error;
      const text = problem.code === "23505" ? "This already exists." : NOT_THERE;
      const [name, ...others] = problem.columns;
      if (name && others.length === 0 && name in this.raw) {
        this.errors[name as keyof S & string] = text;
      } else {
        this.message = text;
      }
      return false;
    }
  }
}

/** The kinds of form that a definition makes. */
export interface FormDefinition<S extends Shape, Closed extends keyof S = never> {
  readonly fields: S;
  /** For an entry that does not exist yet: defaults, then `initial`. */
  empty(initial?: Partial<ValuesOf<S>>): Form<S, Closed>;
  /** For an entry that exists. */
  fill(row: ValuesOf<S>): Form<S, Closed>;
  /**
   * What a visitor sent. `preset` values win over the body, and are not the visitor's to choose. A
   * value for a field that is left out makes the form invalid. What comes back as it was shown is
   * good, whatever it is: the value of the `row`, or the field's default.
   */
  read(
    body: Readonly<Record<string, unknown>>,
    preset?: Partial<ValuesOf<S>>,
    row?: ValuesOf<S> | null,
  ): Promise<Form<S, Closed>>;
  /**
   * What a visitor sent for a row that is there. Where it was changed since they opened the form,
   * the form is not valid, and shows what they typed beside what is there now.
   *
   * @param view of the request; its rows are held for the write
   */
  readChange(
    view: ChangingView,
    table: PgTable,
    row: ValuesOf<S> & { readonly id: number },
    preset?: Partial<ValuesOf<S>>,
  ): Promise<Form<S, Closed>>;
  /** The same without fields that are not to be changed by it. */
  without<Name extends keyof S & string>(...names: Name[]): FormDefinition<S, Closed | Name>;
}

/** The form of a definition, whatever it leaves out: for the props of a page. */
export type FormOf<D> = D extends FormDefinition<infer S> ? Form<S, keyof S> : never;

/** A form of these fields; the keys are the columns' properties. */
export function defineForm<S extends Shape>(fields: S): FormDefinition<S> {
  return definitionOf<S, never>(fields, []);
}

function definitionOf<S extends Shape, Closed extends keyof S>(
  fields: S,
  closed: readonly string[],
): FormDefinition<S, Closed> {
  const asked = Object.entries(fields).filter(([name]) => !closed.includes(name));
  const show = (values: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, field.toText(own(values, name))]),
    );
  const form = (
    raw: Record<string, string>,
    values: Omit<ValuesOf<S>, Closed> | null,
    errors?: Record<string, string>,
    same?: readonly string[] | null,
  ) => new Form<S, Closed>(raw, values, errors, closed, same);
  return {
    fields,
    empty(initial = {}) {
      const defaults = Object.entries(fields).map(([name, field]) => [name, field.default]);
      return form(show({ ...Object.fromEntries(defaults), ...initial }), null);
    },
    fill(row) {
      const filled = form(show(row), row);
      filled.seen = seenIn(filled.raw, asked);
      return filled;
    },
    async read(body, preset = {}, row = null) {
      const input = { ...body, ...preset };
      const values: Record<string, unknown> = {};
      const errors: Record<string, string> = {};
      for (const [name, field] of asked) {
        const [sent, shown] = [own(input, name), row ? own(row, name) : field.default];
        if (shown !== undefined && typeof sent === "string" && field.isUntouched(sent, shown)) {
          values[name] = shown;
          continue;
        }
        const result = await field.schema.safeParseAsync(sent);
        if (result.success) values[name] = result.data;
        else errors[name] = result.error.issues[0]?.message ?? "";
      }
      const refused = closed.filter((name) => own(body, name) !== undefined);
      if (Object.keys(errors).length === 0 && refused.length === 0) {
        const same =
          row &&
          asked.flatMap(([name, field]) =>
            isSame(field, own(values, name), own(row, name)) ? [name] : [],
          );
        return form(show(values), values as Omit<ValuesOf<S>, Closed>, {}, same);
      }
      // Shown again as it was typed, so that nothing has to be typed twice.
      const typed = Object.entries(fields).map(([name, field]) => {
        const value = own(body, name);
        if (Object.hasOwn(preset, name)) return [name, field.toText(own(preset, name))];
        return [name, typeof value === "string" ? value : ""];
      });
      const again = form(Object.fromEntries(typed), null, errors);
      if (refused.length > 0) again.message = `This form does not change ${refused.join(", ")}.`;
      return again;
    },
    async readChange(view, table, row, preset) {
      const read = await this.read(view.request.body, preset, row);
      const shown = asked.filter(([name]) => !Object.hasOwn(preset ?? {}, name));
      await compareWithRow(read, shown, view, { table: table as KeyedTable, row });
      return read;
    },
    without: (...names) => definitionOf(fields, [...closed, ...names]),
  };
}

function own(values: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Whether both are one value, as far as an input can say it. */
function isSame(field: Field<unknown>, value: unknown, stored: unknown): boolean {
  if (value === null || stored === null) return value === stored;
  return field.toText(value) === field.toText(stored);
}

function schemaOf(fields: Shape, make: (shape: z.ZodRawShape) => z.ZodType): z.ZodType {
  return make(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.schema])));
}

const paramSchemas = new WeakMap<Shape, z.ZodType>();

/** Checks an action's or event's params: every key known, every value of its type, else Invalid. */
export function readParams<S extends Shape>(
  fields: S,
  input: Readonly<Record<string, unknown>>,
): ValuesOf<S> {
  let schema = paramSchemas.get(fields);
  if (!schema) paramSchemas.set(fields, (schema = schemaOf(fields, z.strictObject)));
  const result = schema.safeParse(input);
  if (result.success) return result.data as ValuesOf<S>;
  const [issue] = result.error.issues;
  const name = issue?.path[0];
  throw new Invalid(
    name === undefined ? "Unknown parameter." : `${String(name)}: ${issue?.message ?? "Invalid."}`,
  );
}
