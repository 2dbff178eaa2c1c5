import type { CommandGroup } from "./command.ts";
import { genHandlerCommand } from "./commands/gen-handler.ts";
import { genModelCommand } from "./commands/gen-model.ts";
import { genPermissionCommand } from "./commands/gen-permission.ts";
import { genViewCommand } from "./commands/gen-view.ts";
import { genCommand } from "./commands/gen.ts";
import { newAppCommand } from "./commands/new-app.ts";
import { newProjectCommand } from "./commands/new-project.ts";
import { recoverCommand } from "./commands/recover.ts";
import { schemaCommand } from "./commands/schema.ts";
import { verifyCommand } from "./commands/verify.ts";

/** Every command, in the order of the help. */
export const commands: readonly CommandGroup[] = [
  {
    name: "new",
    summary: "Make a project or an app",
    members: [newProjectCommand, newAppCommand],
  },
  {
    name: "gen",
    summary: genCommand.summary,
    itself: genCommand,
    members: [genViewCommand, genModelCommand, genHandlerCommand, genPermissionCommand],
  },
  { name: "verify", summary: verifyCommand.summary, itself: verifyCommand, members: [] },
  { name: "recover", summary: recoverCommand.summary, itself: recoverCommand, members: [] },
  { name: "schema", summary: schemaCommand.summary, itself: schemaCommand, members: [] },
];
