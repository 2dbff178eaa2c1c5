import { execFileSync } from "node:child_process";

const IDENTITY = ["-c", "user.name=a", "-c", "user.email=a@example.com"];

/** Runs git in a folder, as somebody with a name. Returns what it printed. */
export function git(dir: string, ...args: string[]): string {
  return execFileSync("git", [...IDENTITY, ...args], { cwd: dir, encoding: "utf8", stdio: "pipe" });
}

/** Commits everything in a folder; the first time it becomes a repository, on the branch `main`. */
export function commitAll(dir: string, message: string): void {
  git(dir, "init", "--quiet", "--initial-branch=main");
  git(dir, "add", "-A");
  git(dir, "commit", "--quiet", "-m", message);
}
