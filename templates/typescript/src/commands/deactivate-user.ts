import { setActive } from "#accounts/users";
import { changeUser } from "./change-user.ts";

const USAGE = `Usage: npm run deactivate-user -- USER
Closes an account: the user can no longer log in, and is logged out everywhere, on open pages too.
Nothing else of theirs changes.`;

await changeUser("deactivate-user", USAGE, async (db, { id, username }) => {
  await setActive(db, id, false);
  return `${username} can no longer log in, and is logged out everywhere.`;
});
