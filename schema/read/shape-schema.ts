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
    const text = forms.find((form) => typeOf(form) === "string");
    const types = [...new Set(forms.map(typeOf))];
    const allOf: Schema[] = types
      .filter((type) => type !== "string")
      .map((type) => {
        const ofType = forms.filter((form) => typeOf(form) === type);
        return { if: { type }, then: ofType.length === 1 ? ofType[0] : byTellingKey(ofType) };
      });
    if (text) allOf.push({ if: { type: "string" }, then: text });
    return { type: types, allOf };
  }

  function byTellingKey(forms: Schema[]): Schema {
    const keys = forms.map((form) => (definition(form)["required"] as string[])[0] as string);
    const nothing: Schema = { oneKeyOf: keys };
    return forms.reduceRight<Schema>(
      (otherwise, form, index) => ({
        if: { required: [keys[index]] },
        then: form,
        else: otherwise,
      }),
      nothing,
    );
  }

  function typeOf(form: Schema): string {
    const { type } = definition(form);
    return typeof type === "string" ? type : "string";
  }

  function definition(form: Schema): Schema {
    const name = typeof form["$ref"] === "string" ? form["$ref"].split("/").at(-1) : undefined;
    if (name === undefined) return form;
    return definition(definitions[name] as Schema);
  }
}
