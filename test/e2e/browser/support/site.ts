import { createHash, randomBytes } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import { hash } from "@node-rs/argon2";
import pg from "pg";
import type { BrowserContext } from "playwright-core";
import { afterAll } from "vitest";
import { packageRoot } from "../../../../schema/package-root.ts";
import { regenerate } from "../../../support/generated-project.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import {
  buildProject,
  type RunningProject,
  SESSION_SECRET,
  startProject,
} from "../../../support/running-project.ts";
import { scratchDatabase } from "../../../support/scratch-database.ts";
import { testdir } from "../../../support/testdir.ts";

export const PASSWORD = "correct horse battery staple";

/** A generated project that serves pages, and somebody at psql beside it. */
export interface Site {
  readonly dir: string;
  readonly project: RunningProject;
  readonly env: Record<string, string>;
  readonly pool: pg.Pool;
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Makes an ordinary user with these permissions; returns the id. */
  user(username: string, permissions?: readonly string[]): Promise<number>;
  /** Gives a browser a session of a user, without the login page, which counts. */
  logIn(context: BrowserContext, userId: number): Promise<void>;
}

/**
 * Generates, compiles and starts the project of a manifest, in production mode, on PostgreSQL.
 *
 * @param manifest the folder of its `spire.yaml`, relative to the repository
 */
export async function startSite(
  manifest: string,
  settings: Record<string, string> = {},
): Promise<Site> {
  const dir = testdir();
  const isManifest = (path: string) => !/\.\w+$/.test(path) || path.endsWith(".yaml");
  cpSync(join(packageRoot, manifest), dir, { recursive: true, filter: isManifest });
  await regenerate(dir);
  linkOwnPackages(dir);
  await buildProject(dir);
  const env = { DATABASE_URL: await scratchDatabase(), ...settings };
  const project = await startProject(dir, env);
  const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 2 });
  pool.on("error", () => {});
  afterAll(() => pool.end());
  const rows = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await pool.query<Row>(text, values)).rows;
  return {
    dir,
    project,
    env,
    pool,
    rows,
    async user(username, permissions = []) {
      const [user] = await rows<{ id: number }>(
        "insert into auth_user (username, password) values ($1, $2) returning id",
        [username, await passwordHash()],
      );
      const id = user?.id ?? 0;
      await rows(
        "insert into auth_user_permission (user_id, permission) select $1, unnest($2::text[])",
        [id, permissions],
      );
      return id;
    },
    async logIn(context, userId) {
      const id = randomBytes(24).toString("base64url");
      await rows(
        "insert into auth_session (id, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
        [createHash("sha256").update(id).digest("hex"), userId],
      );
      const value = encodeURIComponent(fastifyCookie.sign(id, SESSION_SECRET));
      await context.addCookies([{ name: "session", value, url: project.url }]);
    },
  };
}

let hashed: Promise<string> | undefined;
const passwordHash = () => (hashed ??= hash(PASSWORD));
