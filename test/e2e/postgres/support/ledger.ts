import { createHash, randomBytes } from "node:crypto";
import { cpSync } from "node:fs";
import { join } from "node:path";
import fastifyCookie from "@fastify/cookie";
import { hash } from "@node-rs/argon2";
import pg from "pg";
import { cleanUp } from "../../../support/clean-up.ts";
import { regenerate } from "../../../support/generated-project.ts";
import { linkOwnPackages } from "../../../support/link-own-packages.ts";
import { buildProject, SESSION_SECRET } from "../../../support/running-project.ts";
import { testdir } from "../../../support/testdir.ts";

export const PASSWORD = "correct horse battery staple";

/** Generates and compiles the project of `test/e2e/postgres/ledger`. */
export async function builtLedger(): Promise<string> {
  const dir = testdir();
  const manifest = join(import.meta.dirname, "..", "ledger", "spire.yaml");
  cpSync(manifest, join(dir, "spire.yaml"));
  await regenerate(dir);
  linkOwnPackages(dir);
  await buildProject(dir);
  return dir;
}

/** Somebody at psql, beside the project: makes users and books, and looks at what is there. */
export class Psql {
  readonly pool: pg.Pool;

  constructor(url: string) {
    this.pool = new pg.Pool({ connectionString: url, max: 2, application_name: "psql" });
    this.pool.on("error", () => {});
    cleanUp(() => this.pool.end());
  }

  async rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  /** An ordinary user with the permissions that the ledger's pages ask for. */
  async clerk(username: string): Promise<number> {
    const [user] = await this.rows<{ id: number }>(
      "insert into auth_user (username, password) values ($1, $2) returning id",
      [username, await passwordHash()],
    );
    const id = user?.id ?? 0;
    await this.rows(
      `insert into auth_user_permission (user_id, permission)
       values ($1, 'book.view_book'), ($1, 'book.view_entry'),
              ($1, 'book.can_write_entries')`,
      [id],
    );
    return id;
  }

  /**
   * A session of a user, without the login page, which counts.
   *
   * @returns the signed cookie
   */
  async session(userId: number, secret = SESSION_SECRET): Promise<string> {
    const id = randomBytes(24).toString("base64url");
    await this.rows(
      "insert into auth_session (id, user_id, expires_at) values ($1, $2, now() + interval '1 day')",
      [createHash("sha256").update(id).digest("hex"), userId],
    );
    return fastifyCookie.sign(id, secret);
  }

  /** A book that these users keep; returns its id. */
  async book(...keepers: number[]): Promise<number> {
    const [book] = await this.rows<{ id: number }>(
      "insert into book_book (title) values ('The book') returning id",
    );
    const id = book?.id ?? 0;
    await this.rows(
      "insert into book_bookkeeper (book_id, user_id) select $1, unnest($2::integer[])",
      [id, keepers],
    );
    return id;
  }
}

let hashed: Promise<string> | undefined;
const passwordHash = () => (hashed ??= hash(PASSWORD));
