import { removeFromGroup, revokePermission } from "#accounts/users";
import { changePowers } from "./change-powers.ts";

const USAGE = `Usage: npm run revoke -- USER [PERMISSION]... [--group NAME]...
Takes a user's own permissions, or memberships in groups. The pages they have open know at once.`;

await changePowers("revoke", USAGE, { permission: revokePermission, group: removeFromGroup });
