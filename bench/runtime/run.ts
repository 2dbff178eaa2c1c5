/**
 * `npm run bench:runtime`: what the guards of a generated project cost at run time, on PGlite and
 * on PostgreSQL. Prints tables for the README. Compare numbers of one run only: machines and their
 * moods differ.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureIdlePages } from "./idle-pages.ts";
import { type Effort, measureThroughput } from "./measure.ts";
import { buildProjects, type BenchProjects } from "./project.ts";
import { describeIdlePages, describeMachine, describeThroughput } from "./report.ts";
import { createScratchDatabase } from "./scratch-database.ts";
import { type BenchServer, startServer } from "./server-process.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "20" },
    seconds: { type: "string", default: "0.3" },
    "warm-up": { type: "string", default: "2" },
    connections: { type: "string", multiple: true, default: ["1", "20"] },
    sockets: { type: "string", multiple: true, default: ["1", "50"] },
    pages: { type: "string", default: "1000" },
    database: { type: "string", multiple: true, default: ["PostgreSQL", "PGlite"] },
  },
});
const effort: Effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  warmUp: Number(values["warm-up"]),
  connections: values.connections.map(Number),
  sockets: values.sockets.map(Number),
};

const POSTGRES =
  process.env["SPIRE_BENCH_POSTGRES"] ?? "postgres://postgres@127.0.0.1:5432/postgres";

/** A server on a database that nobody else has used yet. */
async function withServer<Result>(
  projects: BenchProjects,
  database: string,
  work: (server: BenchServer) => Promise<Result>,
): Promise<Result> {
  const start = async (url: string | null): Promise<Result> => {
    const server = await startServer(projects, url);
    return work(server).finally(() => server.stop());
  };
  if (database === "PGlite") return start(null);
  const { url, drop } = await createScratchDatabase(POSTGRES, { durable: false });
  return start(url).finally(drop);
}

const scratch = mkdtempSync(join(tmpdir(), "spire-bench-"));
try {
  const projects = await buildProjects(scratch);
  console.log(describeMachine(effort));
  for (const database of values.database) {
    const idle = await withServer(projects, database, (server) =>
      measureIdlePages(server, Number(values.pages)),
    );
    const throughput = await withServer(projects, database, async (server) => {
      console.log(`\n## ${database}\n\n${server.database}\n`);
      return measureThroughput(server, effort);
    });
    console.log(describeThroughput(throughput));
    console.log(`\n${describeIdlePages(idle)}`);
  }
  console.log(`\n${describeMachine(effort)}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
