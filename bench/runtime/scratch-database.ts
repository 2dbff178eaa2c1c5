import { randomUUID } from "node:crypto";
import pg from "pg";

const server = process.env["SPIRE_BENCH_POSTGRES"] ?? "postgres://postgres@127.0.0.1:5432/postgres";

/**
 * Lets work use the URL of an empty database on the PostgreSQL server, and drops it afterwards.
 * Its commits do not wait for the disk, so that the disk does not hide what the guard costs.
 */
export async function withScratchDatabase<Result>(
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const name = `spire_bench_${randomUUID().replaceAll("-", "")}`;
  await onServer(`create database ${name}`);
  await onServer(`alter database ${name} set synchronous_commit = off`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await onServer(`drop database if exists ${name} with (force)`);
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
