import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateDrizzleJson, generateMigration } from "drizzle-kit/api";
import type { FastifyInstance } from "fastify";
import { buildApp } from "../../../templates/typescript/src/app.ts";
import { migrate } from "../../../templates/typescript/src/migrate.ts";
import {
  openDatabase,
  type OpenDatabase,
} from "../../../templates/typescript/src/database/database.ts";
import * as auth from "../../../templates/typescript/src/database/tables.ts";
import {
  openSession,
  type BrowserSession,
} from "../../../templates/typescript/tests/support/sessions.ts";
import { createUser, type NewUser } from "../../../templates/typescript/src/accounts/users.ts";
import * as shelves from "../../fixtures/runtime-stub/src/shelves.ts";

export interface StubApp {
  app: FastifyInstance;
  database: OpenDatabase;
  /** A user with a session. */
  login(
    user?: Partial<NewUser> & { confirmed?: boolean },
  ): Promise<BrowserSession & { id: number }>;
  close(): Promise<void>;
}

/** What every application on the stub project is built with. */
export const STUB_OPTIONS = {
  sessionSecret: "a secret of at least thirty-two characters",
  publicFolder: join(import.meta.dirname, "../../../templates/typescript/public"),
  limits: { requestsPerMinute: 1_000_000 },
};

let users = 0;

/**
 * The stub project of test/fixtures/runtime-stub, on a database of its own.
 *
 * @param url of an empty PostgreSQL database; without one it is embedded
 */
export async function startStubApp(
  options: Partial<Parameters<typeof buildApp>[0]> = {},
  url?: string,
): Promise<StubApp> {
  const folder = await mkdtemp(join(tmpdir(), "spire-runtime-"));
  const database = await openDatabase({
    url,
    folder: null,
    migrationsFolder: await writeMigrations(folder),
  });
  await migrate(database);
  const app = await buildApp({ database, ...STUB_OPTIONS, ...options });
  return {
    app,
    database,
    async login({ confirmed = false, ...user } = {}) {
      const id = await createUser(database.db, { username: `user-${++users}`, ...user });
      return { id, ...(await openSession(app, database.db, id, { confirmed })) };
    },
    async close() {
      await app.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function writeMigrations(folder: string): Promise<string> {
  const empty = generateDrizzleJson({});
  const statements = await generateMigration(
    empty,
    generateDrizzleJson({ ...auth, ...shelves }, empty.id),
  );
  await mkdir(join(folder, "meta"));
  await writeFile(join(folder, "0000_start.sql"), statements.join("\n--> statement-breakpoint\n"));
  const entry = { idx: 0, version: "7", when: 1, tag: "0000_start", breakpoints: true };
  await writeFile(
    join(folder, "meta", "_journal.json"),
    JSON.stringify({ version: "7", dialect: "postgresql", entries: [entry] }),
  );
  return folder;
}
