import { setSuperuser } from "#accounts/users";
import { changeUser } from "./change-user.ts";

const USAGE = `Usage: npm run demote-user -- USER
Makes a superuser one no more. Their own permissions and groups stay. Open pages know at once.`;

await changeUser("demote-user", USAGE, async (db, { id, username }) => {
  await setSuperuser(db, id, false);
  return `${username} is no superuser, and holds what was granted.`;
});
