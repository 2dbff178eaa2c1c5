import { openDatabase } from "./runtime/database.ts";

/** Brings the database's schema, the triggers and the roles up to date: `npm run migrate`. */
const database = await openDatabase({ url: process.env["DATABASE_URL"] });
try {
  await database.migrate();
  console.log("The database is up to date.");
} finally {
  await database.close();
}
