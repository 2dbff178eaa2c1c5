import { randomUUID } from "node:crypto";
import pg from "pg";
import { cleanUp } from "./clean-up.ts";
import { postgresServer } from "./postgres-server.ts";

/**
 * An empty database on the machine's PostgreSQL, dropped at the end of the test or suite that asked.
 *
 * @param template the URL of another one, which nobody is connected to: a copy of that instead
 * @returns its URL, as `DATABASE_URL` takes it
 */
export async function scratchDatabase(template?: string): Promise<string> {
  const name = `spire_test_${randomUUID().replaceAll("-", "")}`;
  cleanUp(() => onServer(`drop database if exists ${name} with (force)`));
  const source = template ? ` template ${new URL(template).pathname.slice(1)}` : "";
  await onServer(`create database ${name}${source}`);
  const url = new URL(postgresServer);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresServer });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
