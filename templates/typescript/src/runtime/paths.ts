/**
 * Paths as the manifest writes them, in Django's notation: `/teams/<int:team_id>/`. Each is said once,
 * in its app's urls.ts.
 */
import { z } from "zod";
import { NotFound } from "./errors.ts";

/** The path's parameters, converted: `int` to a number, the others to strings. */
export type PathParams = Readonly<Record<string, string | number>>;

/** The largest `integer` of PostgreSQL. */
export const MAX_INT = 2147483647;

const converters: ReadonlyMap<string, z.ZodType<string | number>> = new Map(
  Object.entries({
    int: z
      .string()
      .regex(/^\d{1,10}$/)
      .transform(Number)
      .refine((value) => value <= MAX_INT),
    str: z.string().regex(/^[^/\0]+$/),
    slug: z.string().regex(/^[-a-zA-Z0-9_]+$/),
    uuid: z.guid().toLowerCase(),
  }),
);

/** What stands between the slashes. */
export const segmentsOf = (path: string) => path.split("/").filter(Boolean);

/** The route for Fastify, and a function that converts its parameters. */
export function compilePath(path: string): {
  route: string;
  parse: (raw: Readonly<Record<string, string>>) => PathParams;
} {
  const shape: Record<string, z.ZodType<string | number>> = {};
  const route = path.replaceAll(/<(\w+):(\w+)>|:/g, (part, kind = "", name = "") => {
    if (part === ":") return "::"; // Fastify's escape for a literal colon
    const converter = converters.get(kind);
    if (!converter) throw new TypeError(`${path}: no path converter "${kind}".`);
    shape[name] = converter;
    return `:${name}`;
  });
  const schema = z.object(shape);
  return {
    route,
    /** Throws NotFound for text that the converter does not accept. */
    parse(raw) {
      const { data } = schema.safeParse(raw);
      if (!data) throw new NotFound();
      return data;
    },
  };
}

/** What the parameters of a pattern take, in their order: `int` a number, the others a string. */
export type PathValues<Pattern extends string> = string extends Pattern
  ? (number | string)[]
  : Pattern extends `${string}<${infer Kind}:${string}>${infer Rest}`
    ? [Kind extends "int" ? number : string, ...PathValues<Rest>]
    : [];

/** A path that is said once: views are declared at it, and called it is the address of a link. */
export interface Path<Pattern extends string = string> {
  (...values: PathValues<Pattern>): string;
  readonly pattern: Pattern;
}

/** A path where its pattern is all that is asked for; or the pattern itself. */
export type PathLike = string | Pick<Path, "pattern">;

/** Every pattern that `path` was given; the tests hold them against the manifest. */
export const saidPatterns = new Set<string>();

/** Throws when the pattern names a converter that does not exist. */
export function path<Pattern extends string>(pattern: Pattern): Path<Pattern> {
  compilePath(pattern);
  saidPatterns.add(pattern);
  const address = (...values: (number | string)[]): string =>
    pattern.replaceAll(/<\w+:\w+>/g, () => encodeURIComponent(String(values.shift())));
  return Object.freeze(Object.assign(address, { pattern }));
}

export const patternOf = (path: PathLike) => (typeof path === "string" ? path : path.pattern);
