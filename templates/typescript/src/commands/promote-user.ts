import { setSuperuser } from "#accounts/users";
import { changeUser } from "./change-user.ts";

const USAGE = `Usage: npm run promote-user -- USER
Makes a superuser, who holds every permission.`;

await changeUser("promote-user", USAGE, async (db, { id, username }) => {
  await setSuperuser(db, id, true);
  return `${username} is a superuser, and holds every permission.`;
});
