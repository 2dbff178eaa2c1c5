/** Paths as the manifest writes them, in Django's notation: `/teams/<int:team_id>/`. */
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
