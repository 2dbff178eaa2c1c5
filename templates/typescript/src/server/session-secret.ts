import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../project-root.ts";

/** A secret for development, made once and kept in `.data/`, so that logins survive a restart. */
export async function developmentSecret(): Promise<string> {
  const file = join(projectRoot(), ".data", "session-secret");
  try {
    return await readFile(file, "utf8");
  } catch {
    const secret = randomBytes(32).toString("hex");
    await mkdir(join(projectRoot(), ".data"), { recursive: true });
    await writeFile(file, secret, { mode: 0o600 });
    return secret;
  }
}
