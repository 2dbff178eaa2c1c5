import { execFileSync } from "node:child_process";
import { packageRoot } from "../../schema/package-root.ts";

/** The files of this repository that git tracks or would track, by path, sorted. */
export function repositoryFiles(): string[] {
  const list = execFileSync(
    "git",
    ["ls-files", "-z", "--cached", "--others", "--exclude-standard"],
    {
      cwd: packageRoot,
      encoding: "utf8",
    },
  );
  const deleted = execFileSync("git", ["ls-files", "-z", "--deleted"], {
    cwd: packageRoot,
    encoding: "utf8",
  });
  const gone = new Set(deleted.split("\0"));
  return [...new Set(list.split("\0"))].filter((path) => path !== "" && !gone.has(path)).toSorted();
}
