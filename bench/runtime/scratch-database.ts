import { randomUUID } from "node:crypto";
import pg from "pg";

/** A database that goes again. */
export interface ScratchDatabase {
  /** As `DATABASE_URL` takes it. */
  url: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database on a PostgreSQL server.
 *
 * @param server URL of a database in which others may be made and dropped
 * @param options.template URL of another one, which nobody is connected to: a copy of that instead
 * @param options.durable false: commits do not wait for the disk, so that it does not hide what
 *   is measured
 */
export async function createScratchDatabase(
  server: string,
  { template, durable = true }: { template?: string | undefined; durable?: boolean } = {},
): Promise<ScratchDatabase> {
  const name = `spire_scratch_${randomUUID().replaceAll("-", "")}`;
  const source = template ? ` template ${new URL(template).pathname.slice(1)}` : "";
  await onServer(server, `create database ${name}${source}`);
  if (!durable) await onServer(server, `alter database ${name} set synchronous_commit = off`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
