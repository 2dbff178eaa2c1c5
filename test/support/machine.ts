import { existsSync } from "node:fs";
import { connect } from "node:net";
import { chromiumPath } from "./chromium-path.ts";
import { postgresServer } from "./postgres-server.ts";
import { PROJECTS } from "./test-projects.ts";

export interface LeftOut {
  project: keyof typeof PROJECTS;
  /** The tests in question, as patterns of paths. */
  folders: readonly string[];
  /** Why, and what to do. */
  reason: string;
}

let known: Promise<LeftOut[]> | undefined;

/**
 * The tests that this machine has no program for. With `CI` set there are none: what cannot run
 * there is to fail.
 */
export function leftOut(): Promise<LeftOut[]> {
  known ??= process.env["CI"] ? Promise.resolve([]) : look();
  return known;
}

async function look(): Promise<LeftOut[]> {
  const found: LeftOut[] = [];
  const hasPostgres = await isListening(new URL(postgresServer));
  if (!hasPostgres) {
    const reason = `no PostgreSQL at ${new URL(postgresServer).host}; SPIRE_TEST_POSTGRES names another.`;
    found.push({ project: "postgres", folders: PROJECTS.postgres, reason });
  }
  if (chromiumPath() === null) {
    const reason = "no Chromium or Chrome; CHROME_PATH says where one is.";
    found.push({ project: "browser", folders: PROJECTS.browser, reason });
  } else if (!hasPostgres) {
    const reason = "the sites that the browser opens run on PostgreSQL.";
    found.push({ project: "browser", folders: PROJECTS.browser, reason });
  }
  return found;
}

/** Whether somebody takes connections there: at a port, or at the socket in a `host` parameter. */
function isListening(url: URL): Promise<boolean> {
  const folder = url.searchParams.get("host");
  const port = Number(url.port || 5432);
  if (folder?.startsWith("/")) return Promise.resolve(existsSync(`${folder}/.s.PGSQL.${port}`));
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: 3000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("connect", end(true)).on("error", end(false)).on("timeout", end(false));
  });
}
