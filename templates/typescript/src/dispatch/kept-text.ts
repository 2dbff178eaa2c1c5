/** What was typed into a form, kept through the login that came between. */
import type { FastifyRequest } from "fastify";
import { isSecretName } from "#audit/secret-names";
import { KEPT } from "#templates/kept-form";

/** What somebody typed into a form, by field. */
export type Typed = Readonly<Record<string, string>>;

/** What was typed into the form that a request brings, or was kept of it: no secrets, no token. */
export function typedIn(request: FastifyRequest): Typed {
  const { [KEPT]: kept, ...body } = Object(request.body) as Record<string, unknown>;
  const { _csrf, _key, ...typed } = textsOf(typeof kept === "string" ? parsed(kept) : body);
  return typed;
}

/**
 * The same in one text, with the token that it came with, which says whose it is; null: it is too
 * long to be sent again.
 */
export function keptIn(request: FastifyRequest): string | null {
  const { [KEPT]: before, _csrf } = Object(request.body) as Record<string, unknown>;
  if (typeof before === "string") return before;
  const kept = JSON.stringify({ ...typedIn(request), ...textsOf({ _csrf }) });
  const sent = new URLSearchParams({ [KEPT]: kept, _csrf: String(_csrf) }).toString();
  const { bodyLimit = 0 } = request.server.initialConfig;
  // Beside it a login form has a name, a password and an address.
  return sent.length < bodyLimit - 10_000 ? kept : null;
}

/** The token that a kept text came with. */
export function tokenOf(kept: string): string {
  return textsOf(parsed(kept))["_csrf"] ?? "";
}

function textsOf(values: object): Record<string, string> {
  const isKept = ([name, value]: [string, unknown]) =>
    typeof value === "string" && (name === "_csrf" || !isSecretName(name));
  return Object.fromEntries(Object.entries(values).filter(isKept)) as Record<string, string>;
}

function parsed(text: string): object {
  try {
    return Object(JSON.parse(text)) as object;
  } catch {
    return {};
  }
}
