// `then` is a keyword of JSON Schema.
/* oxlint-disable unicorn/no-thenable */
type Schema = Record<string, unknown>;

/**
 * The JSON Schema with each `anyOf` turned into a decision by the value's type, or by an object's
 * telling key. A wrong value then breaks the rules of the one form that was meant, where `anyOf`
 * would report every form it is not.
 *
 * @param schema manifest.schema.json
 */
export function decidable(schema: Schema): Schema {
  const definitions = schema["$defs"] as Record<string, Schema>;
  return rewrite(schema) as Schema;

  function rewrite(node: unknown): unknown {
    if (Array.isArray(node)) return node.map(rewrite);
    if (typeof node !== "object" || node === null) return node;
    const { anyOf, ...rest } = node as Schema & { anyOf?: Schema[] };
    const result: Schema = {};
    for (const [key, value] of Object.entries(rest)) {
      result[key] = key === "examples" ? value : rewrite(value);
    }
    return anyOf
      ? { ...result, ...decision(anyOf.map((form) => rewrite(form) as Schema)) }
      : result;
  }

  function decision(forms: Schema[]): Schema {
    const types = [...new Set(forms.flatMap(typesOf))];
    // Texts last: what is wrong with the others is said first.
    const inOrder = types.toSorted(
      (one, other) => Number(one === "string") - Number(other === "string"),
    );
    const allOf = inOrder.flatMap((type): Schema[] => {
      const [only, ...others] = forms.filter((form) => typesOf(form).includes(type));
      if (only === undefined) return [];
      return [{ if: { type }, then: others.length === 0 ? only : byTellingKey([only, ...others]) }];
    });
    return { type: types, allOf };
  }

  /** The form without a telling key, if there is one, is all others. */
  function byTellingKey(forms: Schema[]): Schema {
    const telling = forms.flatMap((form) => {
      const required = definition(form)["required"] as string[] | undefined;
      return required?.[0] === undefined ? [] : [{ form, key: required[0] }];
    });
    const rest = forms.find((form) => !telling.some((other) => other.form === form));
    const nothing: Schema = { oneKeyOf: telling.map(({ key }) => key) };
    return telling.reduceRight<Schema>(
      (otherwise, { form, key }) => ({ if: { required: [key] }, then: form, else: otherwise }),
      rest ?? nothing,
    );
  }

  function typesOf(form: Schema): string[] {
    const { type } = definition(form);
    return Array.isArray(type) ? type : [typeof type === "string" ? type : "string"];
  }

  function definition(form: Schema): Schema {
    const name = typeof form["$ref"] === "string" ? form["$ref"].split("/").at(-1) : undefined;
    if (name === undefined) return form;
    return definition(definitions[name] as Schema);
  }
}
