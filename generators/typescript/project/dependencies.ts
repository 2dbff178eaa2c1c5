import { readSpirePackage } from "../../../schema/package-files.ts";

/** Packages of a generated project at run time. */
const RUN_TIME = [
  "@electric-sql/pglite",
  "@fastify/cookie",
  "@fastify/csrf-protection",
  "@fastify/formbody",
  "@fastify/helmet",
  "@fastify/rate-limit",
  "@fastify/session",
  "@fastify/static",
  "@fastify/websocket",
  "@node-rs/argon2",
  "@zxcvbn-ts/language-common",
  "dataloader",
  "drizzle-orm",
  "fastest-levenshtein",
  "fastify",
  "htmx.org",
  "pg",
  "preact",
  "preact-render-to-string",
  "rate-limiter-flexible",
  "zod",
];

/** Packages for working on it. */
const DEVELOPMENT = [
  "@types/node",
  "@types/pg",
  "@types/ws",
  "drizzle-kit",
  "node-html-parser",
  "oxlint",
  "prettier",
  "tsx",
  "typescript",
  "vite",
  "vitest",
  "ws",
];

/**
 * What a generated project depends on, in exactly the versions that spire itself is tested with:
 * those of its own package.json.
 */
export function dependencies(): Record<"runTime" | "development", Record<string, string>> {
  const own = readSpirePackage();
  const versions: Record<string, string> = { ...own.devDependencies, ...own.dependencies };
  const pinned = (names: string[]) =>
    Object.fromEntries(
      names.map((name) => {
        const version = versions[name];
        if (version === undefined) throw new Error(`spire's package.json has no ${name}`);
        return [name, version];
      }),
    );
  return { runTime: pinned(RUN_TIME), development: pinned(DEVELOPMENT) };
}
