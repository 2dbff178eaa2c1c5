import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  LogController,
} from "fastify";
import type { TrustProxy } from "./settings.ts";

type LoggerOptions = Exclude<NonNullable<FastifyServerOptions["logger"]>, boolean>;

/**
 * What pino writes, and what it never does: neither headers, cookies, bodies and query strings nor
 * the values that a failed statement ran with. In production a line of JSON for everything that
 * happens; while developing only what went wrong, in plain text.
 */
export function loggerOptions(development: boolean): LoggerOptions {
  return {
    level: process.env["LOG_LEVEL"] || (development ? "warn" : "info"),
    serializers: {
      err: describeError,
      req: describeRequest,
      res: ({ statusCode }) => ({ statusCode }),
    },
    hooks: {
      logMethod(args: unknown[], method) {
        const [error] = args;
        // pino would take the message as it stands.
        if (error instanceof Error && args.length === 1) {
          return method.apply(this, [{ err: error }, messageOf(error)]);
        }
        method.apply(this, args as Parameters<typeof method>);
      },
    },
    ...(development ? { stream: { write: writePlainly } } : {}),
  };
}

interface LoggedError {
  [key: string]: unknown;
  type: string;
  message: string;
  stack: string;
  cause?: LoggedError;
}

function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: "" };
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: messageOf(error),
    stack: (error.stack ?? "").replace(error.message, () => messageOf(error)),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** drizzle appends the values of a failed statement, passwords' hashes among them. */
function messageOf({ message }: Error): string {
  return message.replace(/\nparams: [^]*$/, "");
}

function describeRequest(request: FastifyRequest) {
  const { method, routeOptions } = request;
  return { method, route: routeOptions?.url };
}

function writePlainly(line: string): void {
  const { msg, err } = JSON.parse(line) as { msg?: string; err?: LoggedError };
  const lines = [err?.stack || msg];
  for (let cause = err?.cause; cause; cause = cause.cause) lines.push(`caused by ${cause.stack}`);
  console.error(lines.join("\n"));
}

/** A request's id: what our own proxy calls it already, or a new one. */
export function requestIds(trustProxy: TrustProxy | false) {
  return ({ headers, socket }: IncomingMessage): string => {
    const given = headers["x-request-id"];
    const isOurs = trustProxy && trustProxy(socket.remoteAddress ?? "", 0);
    return isOurs && typeof given === "string" && /^[\w.:-]{1,128}$/.test(given)
      ? given
      : randomUUID();
  };
}

/** One line for each request, once it is answered. */
export class RequestLog extends LogController {
  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null,
    request: FastifyRequest,
    { statusCode, elapsedTime }: FastifyReply,
  ): void {
    const { log, session, method, routeOptions, url } = request;
    log.info(
      {
        userId: session?.userId,
        address: request.ip,
        method,
        route: routeOptions.url,
        path: url.split("?", 1)[0],
        status: statusCode,
        ms: Math.round(elapsedTime),
        ...(error ? { err: error } : {}),
      },
      "request",
    );
  }

  override routeNotFound(): void {}
}

/** Says every request's id in the answer's `x-request-id`. */
export function sayRequestIds(app: FastifyInstance): void {
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
}
