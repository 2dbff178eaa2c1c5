import { parse } from "node:querystring";
import fastifyFormbody from "@fastify/formbody";
import type { FastifyInstance } from "fastify";

/** In bytes: a form with 200,000 characters of any script, each of up to 12 bytes there. */
export const MAX_BODY = 4_194_304;

/** More than any form has. */
const MAX_FIELDS = 1000;

class TooManyFields extends Error {
  readonly statusCode = 413;
}

/** Reads the forms that browsers send. */
export async function readForms(app: FastifyInstance): Promise<void> {
  // One field more is read, to know that there are too many.
  const parser = (body: string) => parse(body, "&", "=", { maxKeys: MAX_FIELDS + 1 });
  await app.register(fastifyFormbody, { parser });
  app.addHook("preValidation", async ({ body }) => {
    const isForm = typeof body === "object" && body !== null && !Array.isArray(body);
    if (isForm && Object.keys(body).length > MAX_FIELDS) {
      throw new TooManyFields(`A form has at most ${MAX_FIELDS} fields.`);
    }
  });
}
