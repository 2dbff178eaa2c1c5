import { type FSWatcher, watch as watchFolder } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { MANIFEST_FILE } from "../../schema/load.ts";
import type { Outcome } from "../terminal/outcome.ts";

/** Editors write a file in several steps; what comes within these milliseconds is one change. */
const QUIET_TIME = 150;

/** What one run answers, and which files the manifest consists of. */
export interface WatchedRun {
  outcome: Outcome;
  files: readonly string[];
}

/**
 * Runs once, and again whenever a file of the manifest is saved, until the process is interrupted.
 * Folders are watched, not files: an editor may put a new file in the place of the old one, and an
 * included file may be added.
 *
 * @param run is never called twice at once; what it throws ends the watch
 * @param print gets every answer, a wrong manifest's too
 */
export async function watchManifest(
  dir: string,
  run: () => Promise<WatchedRun>,
  print: (outcome: Outcome) => void,
): Promise<void> {
  const watchers = new Map<string, FSWatcher>();
  let wake: () => void = () => {};
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    wake();
  };
  const observe = (files: readonly string[]) => {
    for (const folder of new Set([MANIFEST_FILE, ...files].map((f) => dirname(resolve(dir, f))))) {
      if (watchers.has(folder)) continue;
      const watcher = watchFolder(folder, (_, name) => {
        if (name === null || /\.ya?ml$/.test(basename(name))) wake();
      });
      // A folder that is removed is missed by the next run.
      watcher.on("error", () => watchers.delete(folder));
      watchers.set(folder, watcher);
    }
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    while (!isStopped) {
      let isChanged = false;
      const changed = new Promise<void>((done) => {
        wake = () => {
          isChanged = true;
          done();
        };
      });
      observe([]);
      const { outcome, files } = await run();
      observe(files);
      print(outcome);
      if (!isChanged) await changed;
      if (!isStopped) await new Promise((done) => setTimeout(done, QUIET_TIME));
    }
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    for (const watcher of watchers.values()) watcher.close();
  }
}
