import { addToGroup, grantPermission } from "#accounts/users";
import { changePowers } from "./change-powers.ts";

const USAGE = `Usage: npm run grant -- USER [PERMISSION]... [--group NAME]...
Gives a user permissions of the project, or memberships in groups.`;

await changePowers("grant", USAGE, { permission: grantPermission, group: addToGroup });
