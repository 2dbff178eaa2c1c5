import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "#project-root";
import { isGoodSecret } from "./secret-strength.ts";
import { BadSettings } from "./settings.ts";

/**
 * A secret for development, made once and kept in `.data/`, so that logins survive a restart.
 *
 * @throws BadSettings when the file holds something else, as after a full disk
 */
export async function developmentSecret(): Promise<string> {
  const file = join(projectRoot(), ".data", "session-secret");
  const kept = await readIfThere(file);
  if (kept !== null) {
    if (isGoodSecret(kept)) return kept;
    throw new BadSettings(`${file} holds no secret: remove it, and a new one is made.`);
  }
  const secret = randomBytes(32).toString("hex");
  await mkdir(join(projectRoot(), ".data"), { recursive: true });
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
