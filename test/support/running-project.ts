import { join } from "node:path";
import { execa } from "execa";
import { packageRoot } from "../../schema/package-root.ts";
import { cleanUp } from "./clean-up.ts";

/** A generated project that runs as a process of its own, in production mode. */
export interface RunningProject {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; returns the exit code, or the signal that ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | string>;
}

/** What signs the cookies of started projects, for tests that make a session by themselves. */
export const SESSION_SECRET = "9c1f5a7be04d2386b3e85d19f7a0c462e5b81d3f60a97c24";

/** Compiles a generated project into its `dist/`, as `npm run build` does. */
export async function buildProject(dir: string): Promise<void> {
  const tsc = join(packageRoot, "node_modules", ".bin", "tsc");
  await execa(tsc, ["-p", "tsconfig.build.json"], { cwd: dir });
}

/** Starts a built project on a free port, as `npm start` does; it is killed with the test or suite. */
export async function startProject(
  dir: string,
  env: Record<string, string | undefined> = {},
): Promise<RunningProject> {
  const child = execa(process.execPath, ["dist/src/main.js"], {
    cwd: dir,
    all: true,
    buffer: false,
    reject: false,
    forceKillAfterDelay: false, // it has a bound of its own
    env: {
      NODE_ENV: "production",
      SESSION_SECRET,
      ALLOWED_HOSTS: "127.0.0.1",
      PORT: "0",
      ...env,
    },
  });
  cleanUp(async () => {
    child.kill("SIGKILL");
    await child;
  });
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    child.all.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const [address] = /http:\/\/[\w.]+:\d+/.exec(output) ?? [];
      if (address) resolve(address);
    });
    void child.then(() => reject(new Error(`The project ended before it listened:\n${output}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      const { exitCode, signal: endedBy } = await child;
      return exitCode ?? endedBy ?? "";
    },
  };
}
