import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectName } from "./project.ts";
import { buildApp } from "./runtime/app.ts";
import { openDatabase } from "./runtime/database.ts";
import { projectRoot } from "./runtime/project-root.ts";

const { DATABASE_URL, HOST = "127.0.0.1", NODE_ENV, PORT = "3000", TRUST_PROXY } = process.env;
const development = NODE_ENV !== "production";

/** From SESSION_SECRET; in development one is made and kept in `.data/`. */
async function sessionSecret(): Promise<string> {
  const { SESSION_SECRET } = process.env;
  if (SESSION_SECRET) return SESSION_SECRET;
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

if (!development && (process.env["SESSION_SECRET"] ?? "").length < 32) {
  console.error("Set SESSION_SECRET to at least 32 random characters, then start again.");
  process.exit(1);
}

const database = await openDatabase({ url: DATABASE_URL });
await database.migrate();

const logins = development ? await (await import("./seed.ts")).seed(database.db) : [];

const app = await buildApp({
  database,
  sessionSecret: await sessionSecret(),
  logger: !development,
  trustProxy: TRUST_PROXY === "1",
});
const address = await app.listen({ host: HOST, port: Number(PORT) });

if (development) {
  console.log(`\n${projectName} is at ${address}\n`);
  console.table(Object.fromEntries(logins.map(({ username, ...login }) => [username, login])));
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    void app
      .close()
      .then(() => database.close())
      .finally(() => process.exit(0));
  });
}
