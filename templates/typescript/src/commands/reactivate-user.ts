import { setActive } from "#accounts/users";
import { changeUser } from "./change-user.ts";

const USAGE = `Usage: npm run reactivate-user -- USER
Opens an account that was closed. The user has to log in again: no session of before comes back.`;

await changeUser("reactivate-user", USAGE, async (db, { id, username }) => {
  await setActive(db, id, true);
  return `${username} can log in again.`;
});
