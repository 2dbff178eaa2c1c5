import { NotFound } from "./errors.ts";

/** The path's parameters, converted: `int` to a number, the others to strings. */
export type PathParams = Readonly<Record<string, string | number>>;

/** The largest `integer` of PostgreSQL. */
export const MAX_INT = 2147483647;

interface Converter {
  readonly pattern: RegExp;
  readonly convert: (text: string) => string | number;
}

const converters: Readonly<Record<string, Converter>> = {
  int: {
    pattern: /^\d{1,10}$/,
    convert: (text) => (Number(text) <= MAX_INT ? Number(text) : notFound()),
  },
  str: { pattern: /^[^/\0]+$/, convert: (text) => text },
  slug: { pattern: /^[-a-zA-Z0-9_]+$/, convert: (text) => text },
  uuid: {
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
    convert: (text) => text.toLowerCase(),
  },
};

function notFound(): never {
  throw new NotFound();
}

/** `/teams/<int:team_id>/` for Fastify: the route, and a function that converts its parameters. */
export function compilePath(path: string): {
  route: string;
  parse: (raw: Readonly<Record<string, string>>) => PathParams;
} {
  const names = new Map<string, Converter>();
  const route = path.replaceAll(/<(\w+):(\w+)>|:/g, (part, kind?: string, name?: string) => {
    if (part === ":") return "::"; // Fastify's escape for a literal colon
    const converter = Object.hasOwn(converters, kind ?? "") ? converters[kind ?? ""] : undefined;
    if (!converter || !name) throw new TypeError(`${path}: no path converter "${kind}".`);
    names.set(name, converter);
    return `:${name}`;
  });
  return {
    route,
    /** Throws NotFound for text that the converter does not accept. */
    parse: (raw) =>
      Object.fromEntries(
        [...names].map(([name, { pattern, convert }]) => {
          const text = raw[name] ?? "";
          return [name, pattern.test(text) ? convert(text) : notFound()];
        }),
      ),
  };
}
