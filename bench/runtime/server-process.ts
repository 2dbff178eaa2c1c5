import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { BenchProjects } from "./project.ts";
import type { Memory, Question, Started } from "./server/messages.ts";

/** The bench's server in a process of its own, in production mode. */
export interface BenchServer extends Started {
  /** What the process holds after its garbage was collected. */
  memory(): Promise<Memory>;
  /** For how long the process has computed since it started, in milliseconds. */
  cpu(): Promise<number>;
  /** Takes the permission to fire the event from everybody; resolves when that is committed. */
  revoke(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param url a PostgreSQL's; null: PGlite in memory
 * @param nodeOptions e.g. `["--cpu-prof"]`
 * @throws Error when the process ends before it listens; what it printed is on stderr
 */
export async function startServer(
  { guarded, unguarded }: BenchProjects,
  url: string | null,
  nodeOptions: readonly string[] = [],
): Promise<BenchServer> {
  const child = fork(
    join(guarded, "dist/src/bench/server.js"),
    [unguarded, ...(url === null ? [] : [url])],
    {
      cwd: guarded,
      env: { ...process.env, NODE_ENV: "production" },
      execArgv: ["--expose-gc", ...nodeOptions],
    },
  );
  const started = await nextMessage<Started>(child);
  const ask = async <Answer>(what: Question["ask"]): Promise<Answer> => {
    const answer = nextMessage<Answer>(child);
    child.send({ ask: what } satisfies Question);
    return answer;
  };
  return {
    ...started,
    memory: () => ask("memory"),
    async cpu() {
      const { user, system } = await ask<NodeJS.CpuUsage>("cpu");
      return (user + system) / 1000;
    },
    async revoke() {
      await ask("revoke");
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.disconnect();
      await once(child, "exit");
    },
  };
}

async function nextMessage<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const exit = once(child, "exit", { signal: ended.signal }).then(() => {
    throw new Error("The bench's server has ended.");
  });
  const message = once(child, "message", { signal: ended.signal });
  try {
    return ((await Promise.race([message, exit])) as [Message])[0];
  } finally {
    message.catch(() => {});
    exit.catch(() => {});
    ended.abort();
  }
}
