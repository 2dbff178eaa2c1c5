import "./node-version.ts";
import { refuseDemoUsers } from "./accounts/demo-users.ts";
import { loadArgon2 } from "./accounts/passwords.ts";
import { buildApp } from "./app.ts";
import { openDatabase } from "./database/database.ts";
import { migrate } from "./migrate.ts";
import { projectName } from "./project.ts";
import { explain } from "./failures.ts";
import { loggerOptions } from "./server/logging.ts";
import { developmentSecret } from "./server/session-secret.ts";
import { readSettings } from "./server/settings.ts";
import { Shutdown } from "./server/shutdown.ts";

/** Serves the project: migrates the database, then listens until it is told to end. */
async function serve(): Promise<void> {
  await loadArgon2();
  const shutdown = new Shutdown();
  const settings = readSettings();
  const { development, host, port, trustProxy, transport, allowedHosts, limits } = settings;

  const database = await openDatabase(settings.database);
  shutdown.add(() => database.close());
  await migrate(database);
  const logins = development ? await (await import("./seed.ts")).seed(database.db) : [];
  if (!development) await refuseDemoUsers(database.db);

  const app = await buildApp({
    database,
    sessionSecret: settings.sessionSecrets ?? (await developmentSecret()),
    logger: loggerOptions(development),
    trustProxy,
    transport,
    allowedHosts,
    demoUsers: development,
    limits,
  });
  shutdown.log = app.log;
  shutdown.add(() => app.close());
  const address = await app.listen({ host, port });
  await database.admitGuests();

  if (development) {
    console.log(`\n${projectName} is at ${address}`);
    const lines = logins.map(({ username, password }) => `  ${username.padEnd(16)}  ${password}`);
    console.log(`\nThe demo logins, name and password:\n\n${lines.join("\n")}`);
  }
}

try {
  await serve();
} catch (error) {
  console.error(explain(error) ?? error);
  process.exit(1);
}
